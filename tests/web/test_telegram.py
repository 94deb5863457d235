"""The bot, talking to a Bot API of the test: a report in a few taps, its code, news, and nothing lost."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from PIL import Image
from tests.web.fake_servers import FakeServer, fake_server

from kerege.domain.submission import Hurt
from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency
from kerege_web.accounts.roles import Role
from kerege_web.reports.access.receipts import access_receipt
from kerege_web.reports.actions.conversation import tell_reporter
from kerege_web.reports.actions.deliveries import send_due_deliveries
from kerege_web.reports.models import Contact, Draft, Photo, Report
from kerege_web.reports.posting import NoAnswerError
from kerege_web.reports.telegram.bot_api import BotRefusedError
from kerege_web.reports.telegram.dialogue import MOST_REPORTS_AN_HOUR
from kerege_web.reports.telegram.polling import FORGET_AFTER, MOST_A_MINUTE, SEND_AFTER, Bot
from kerege_web.sealing import Purpose, unseal

pytestmark = pytest.mark.django_db
CHAT = 987_654_321
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
DESK = Viewer(person_id=None, login="desk", agency="border-service", role=Role.PROTECTION)


@dataclass
class Phone:
    """Somebody with Telegram, and the server between them and the bot."""

    server: FakeServer
    bot: Bot = field(default_factory=Bot)
    waiting: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    refuse: dict[str, tuple[int, object]] = field(default_factory=dict)
    number: int = 100

    def answer(self, path: str, content: dict[str, Any]) -> tuple[int, object]:
        method = path.rpartition("/")[2]
        if method in self.refuse:
            return self.refuse[method]
        if method == "getUpdates":
            self.waiting = [raw for raw in self.waiting if raw["update_id"] >= content["offset"]]
            return 200, {"ok": True, "result": self.waiting}
        if method == "getFile":
            return 200, {"ok": True, "result": {"file_path": f"photos/{content['file_id']}.jpg"}}
        if path.startswith("/file/"):
            return (200, self.files[method]) if method in self.files else (404, {})
        return 200, {"ok": True, "result": {"message_id": 1}}

    def put(self, chat_id: int = CHAT, **message: Any) -> None:
        self.number += 1
        person = {"id": chat_id, "is_bot": False, "first_name": "Secretname", "language_code": "ky"}
        chat = {"id": chat_id, "type": "private", "first_name": "Secretname"}
        raw: dict[str, Any] = {"update_id": self.number}
        if "press" in message:
            raw["callback_query"] = {
                "id": str(self.number), "from": person, "message": {"chat": chat, "text": "old"},
                "data": message["press"],
            }  # fmt: skip
        else:
            raw["message"] = {"message_id": self.number, "date": 1, "from": person, "chat": chat, **message}
        self.waiting.append(raw)

    def said_since(self, before: int) -> list[dict[str, Any]]:
        return [content for path, content, _ in self.server.requests[before:] if path.endswith("/sendMessage")]

    def send(self, chat_id: int = CHAT, **message: Any) -> list[dict[str, Any]]:
        """Send something; what the bot says is the answer."""
        before = len(self.server.requests)
        self.put(chat_id, **message)
        self.bot.poll(seconds=0)
        return self.said_since(before)

    def write(self, text: str, chat_id: int = CHAT) -> str:
        return "\n".join(said["text"] for said in self.send(chat_id, text=text))

    def press(self, data: str) -> str:
        return "\n".join(said["text"] for said in self.send(press=data))

    def report(self, text: str = "Shots") -> str:
        """A report in words alone; its code is the answer."""
        self.write(text)
        return code_in(self.press("send"))


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found is not None, text
    return found.group()


@pytest.fixture
def phone(settings: Any, db: None) -> Iterator[Phone]:
    add_agency(operator(), code="border-service", name="Border Service")
    with fake_server(lambda path, content: (500, {})) as server:
        settings.KEREGE_TELEGRAM_TOKEN, settings.KEREGE_TELEGRAM_URL = "123:token", server.address
        found = Phone(server)
        server.answer = found.answer
        yield found


def picture() -> bytes:
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x0110] = "Secret phone"
    Image.new("RGB", (60, 40), "red").save(target, "JPEG", exif=exif)
    return target.getvalue()


def test_a_report_is_made_in_a_few_taps(phone: Phone) -> None:
    phone.files["p2.jpg"] = picture()
    greeting = phone.send(text="/start")[0]
    assert all(word in greeting["text"] for word in ("Choose", "Выберите", "тандаңыз", "интихоб", "tanlang"))
    languages = [key["callback_data"] for row in greeting["reply_markup"]["inline_keyboard"] for key in row]
    assert languages == ["l:en", "l:ru", "l:ky", "l:tg", "l:uz"]
    kinds = phone.send(press="l:ru")[0]
    assert "90 дней" in kinds["text"]
    assert {"text": "Стрельба", "callback_data": "k:shooting"} in kinds["reply_markup"]["inline_keyboard"][0]
    place = phone.send(press="k:shooting")[0]
    assert place["reply_markup"]["keyboard"][0][0]["request_location"] is True
    hurt = phone.send(location={"latitude": 45.01, "longitude": 10.25, "horizontal_accuracy": 900.0})
    assert hurt[0]["reply_markup"] == {"remove_keyboard": True}
    assert "Отправить" in phone.press("h:yes")
    phone.write("Стреляли у моста")
    phone.send(photo=[{"file_id": "p1"}, {"file_id": "p2"}], caption="Видно дым")
    code = code_in(phone.press("send"))
    row = Report.objects.get()
    assert (row.door, row.kind, row.language, row.hurt) == ("telegram", "shooting", "ru", Hurt.YES.value)
    assert row.text == "Стреляли у моста\nВидно дым"
    assert (row.latitude, row.longitude, row.uncertainty_km) == (45.01, 10.25, 0.9)
    assert b"Secret phone" not in bytes(Photo.objects.get().content)
    assert access_receipt(code).report_id == row.pk
    assert unseal(Contact.objects.get().sealed, Purpose.CONTACT) == str(CHAT)


def test_words_alone_are_enough(phone: Phone) -> None:
    assert "Эмне болду?" in phone.write("Көпүрөдө ок атылды")
    code = code_in(phone.press("send"))
    row = Report.objects.get()
    assert (row.text, row.language, row.kind, row.latitude) == ("Көпүрөдө ок атылды", "ky", "", None)
    assert access_receipt(code).report_id == row.pk


def test_a_place_may_be_named_or_skipped(phone: Phone) -> None:
    phone.send(text="/start")
    phone.press("l:ky")
    phone.press("k:mine")
    phone.write("Ак-Сай")
    phone.press("h:no")
    phone.press("send")
    phone.send(text="/start")
    phone.press("l:ky")
    phone.press("k:mine")
    assert phone.send(text="Өткөрүп жиберүү")[1]["reply_markup"]["inline_keyboard"]
    phone.press("send")
    assert sorted(Report.objects.values_list("place", "kind")) == [("", "mine"), ("Ак-Сай", "mine")]


def test_no_chat_and_no_name_are_kept_readable(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    phone.write("Shots near the bridge")
    everything = _everything()
    phone.press("send")
    everything += _everything() + caplog.text
    assert str(CHAT) not in everything
    assert "Secretname" not in everything
    assert "123:token" not in everything
    assert Draft.objects.count() == 1


def _everything() -> str:
    found = ""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += str(cursor.fetchall())
    return found


def test_sending_twice_is_one_report(phone: Phone) -> None:
    code = phone.report()
    assert code_in(phone.press("send")) == code
    assert code_in(phone.press("drop")) == code
    assert Report.objects.count() == 1


def test_a_bot_that_dies_before_it_answers_answers_after_its_start(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.write("Shots near the bridge")
    phone.refuse["sendMessage"] = (502, {})
    with monkeypatch.context() as patched:

        def die(*words: object) -> None:
            raise KeyboardInterrupt

        patched.setattr("kerege_web.reports.telegram.polling.say", die)
        phone.put(press="send")
        with pytest.raises(KeyboardInterrupt):
            phone.bot.poll(seconds=0)
    assert Report.objects.count() == 1
    phone.refuse.clear()
    before, phone.bot = len(phone.server.requests), Bot()
    phone.bot.poll(seconds=0)
    code = code_in(phone.said_since(before)[0]["text"])
    assert access_receipt(code).report_id == Report.objects.get().pk
    phone.put(text="and more")
    phone.bot.poll(seconds=0)
    assert Report.objects.count() == 1


def test_an_update_that_comes_twice_adds_its_words_once(phone: Phone) -> None:
    phone.write("Shots near the bridge")
    again, phone.bot = dict(phone.waiting[-1]), Bot()
    phone.waiting = [again]
    phone.bot.poll(seconds=0)
    phone.press("send")
    assert Report.objects.get().text == "Shots near the bridge"


def test_a_database_that_is_away_loses_no_update(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*words: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr("kerege_web.reports.telegram.polling.take", broken)
        phone.put(text="Shots")
        with pytest.raises(DatabaseError):
            phone.bot.poll(seconds=0)
    assert phone.bot.poll(seconds=0) == 1
    assert "Shots" in unseal(Draft.objects.get().sealed, Purpose.MESSAGE)


@pytest.mark.parametrize(
    "poison",
    [
        {"message": {"chat": {}, "text": 1}},
        {"message": {"chat": {"id": 1, "type": "private"}, "location": {"latitude": 900, "longitude": 1}}},
        {"message": {"chat": {"id": "x", "type": "private"}, "text": "x"}},
        {"message": []},
        {"callback_query": {"message": {"chat": {"id": 1, "type": "private"}}}},
        {"message": {"chat": {"id": -1, "type": "group"}, "text": "Shots"}},
        {"edited_message": {}},
    ],
)
def test_a_poisoned_update_holds_nothing_up(phone: Phone, poison: dict[str, Any]) -> None:
    phone.waiting.append({"update_id": phone.number, **poison})
    assert phone.write("Shots")
    assert Draft.objects.count() == 1


def test_what_was_written_and_not_sent_is_sent(phone: Phone) -> None:
    phone.write("Shots near the bridge")
    phone.send(chat_id=5, text="/start")
    Draft.objects.update(changed_at=timezone.now() - SEND_AFTER - timedelta(seconds=1))
    before = len(phone.server.requests)
    phone.bot.poll(seconds=0)
    said = phone.said_since(before)
    assert [content["chat_id"] for content in said] == [CHAT, CHAT]
    assert access_receipt(code_in(said[1]["text"])).report_id == Report.objects.get().pk
    Draft.objects.update(changed_at=timezone.now() - FORGET_AFTER - timedelta(seconds=1))
    phone.bot.poll(seconds=0)
    assert not Draft.objects.exists()


def test_what_is_deleted_is_gone(phone: Phone) -> None:
    phone.write("Shots near the bridge")
    phone.press("drop")
    assert "Shots" not in unseal(Draft.objects.get().sealed, Purpose.MESSAGE)
    phone.write("Smoke")
    phone.send(text="/cancel")
    phone.press("send")
    assert not Report.objects.exists()


def test_a_code_gets_news_and_an_answer_reaches_the_desk(phone: Phone) -> None:
    code = phone.report("Shots near the bridge")
    report = Report.objects.get()
    assert phone.write(code.lower(), chat_id=5) == "Received, not yet checked."
    tell_reporter(DESK, report_id=report.pk, kind="question", text="How many shots?")
    before = len(phone.server.requests)
    assert send_due_deliveries(operator()).sent == 1
    told = phone.said_since(before)[0]
    assert (told["chat_id"], "shots" in told["text"]) == (CHAT, False)
    assert phone.write(code).endswith("How many shots?")
    phone.write("Three")
    assert access_receipt(code).lines[-1].text == "Three"
    # Answered: what comes next is a new report.
    phone.write("They are back")
    phone.press("send")
    assert Report.objects.count() == 2


def test_who_asked_by_code_may_answer_without_it(phone: Phone) -> None:
    code = phone.report("Shots near the bridge")
    tell_reporter(DESK, report_id=Report.objects.get().pk, kind="question", text="How many shots?")
    for number, words in enumerate((code, "Three")):
        phone.send(chat_id=5, text=words)
        assert len(access_receipt(code).lines) == 1 + number
    assert access_receipt(code).lines[-1].text == "Three"


def test_while_a_report_is_made_words_belong_to_it(phone: Phone) -> None:
    phone.report("Shots near the bridge")
    phone.write("Smoke over the village")
    tell_reporter(DESK, report_id=Report.objects.get().pk, kind="question", text="How many shots?")
    phone.write("Fire too")
    phone.press("send")
    assert Report.objects.filter(text="Smoke over the village\nFire too").exists()


def test_a_picture_that_cannot_be_read_is_left_out_and_said_so(phone: Phone) -> None:
    phone.files["bad.jpg"] = b"no picture"
    phone.send(photo=[{"file_id": "bad"}], caption="Shots")
    phone.send(photo=[{"file_id": "gone"}])
    assert "окулган жок" in phone.press("send")
    assert Report.objects.get().text == "Shots"
    assert not Photo.objects.exists()


def test_a_flood_is_stopped(phone: Phone) -> None:
    for number in range(MOST_REPORTS_AN_HOUR):
        phone.report(f"Shots {number}")
        phone.bot = Bot()
    phone.write("Once more")
    assert "an hour" in phone.press("send")
    assert Report.objects.count() == MOST_REPORTS_AN_HOUR
    phone.bot = Bot()
    for _ in range(MOST_A_MINUTE + 5):
        phone.put(text="x")
    before = len(phone.server.requests)
    phone.bot.poll(seconds=0)
    assert len(phone.said_since(before)) == MOST_A_MINUTE
    assert phone.write("Shots", chat_id=5)


def test_who_has_stopped_the_bot_is_no_trouble(phone: Phone) -> None:
    phone.refuse["sendMessage"] = (403, {"ok": False})
    phone.write("Shots")
    assert Draft.objects.count() == 1
    assert phone.bot.poll(seconds=0) == 0


def test_a_pressed_button_is_acknowledged_even_an_old_one(phone: Phone) -> None:
    phone.refuse["answerCallbackQuery"] = (400, {"ok": False})
    assert phone.press("k:shooting")
    assert any(path.endswith("/answerCallbackQuery") for path, _, _ in phone.server.requests)


def test_a_wrong_token_and_a_dead_server_are_said_without_the_token(phone: Phone, settings: Any) -> None:
    phone.refuse["getUpdates"] = (401, {"ok": False})
    with pytest.raises(BotRefusedError, match="Telegram answered 401") as refused:
        phone.bot.poll(seconds=0)
    settings.KEREGE_TELEGRAM_URL = "http://127.0.0.1:9"
    with pytest.raises(NoAnswerError) as dead:
        phone.bot.poll(seconds=0)
    assert "token" not in f"{refused.value} {dead.value}"
