// "I am there now", and the mark on the map: a point beside the name, never instead of a report.
export function watchSpot(form, { words, addresses, language }) {
  const said = document.getElementById("spot");
  const map = document.getElementById("map");
  const opener = document.getElementById("show-map");
  let drawn = null;

  document.getElementById("here").addEventListener("click", () => {
    say(words.locating, false);
    if (!navigator.geolocation) {
      say(words.notLocated, false);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        note(coords.latitude, coords.longitude, coords.accuracy);
        say(words.located.replace("%s", String(Math.round(coords.accuracy))), true);
        if (drawn) drawn.mark(coords.longitude, coords.latitude);
      },
      () => say(words.notLocated, false),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
  opener.addEventListener("click", async () => {
    map.hidden = !map.hidden;
    opener.setAttribute("aria-expanded", String(!map.hidden));
    if (map.hidden || drawn) return;
    try {
      const { drawMap } = await import("./map.js");
      const marked = (longitude, latitude, accuracy) => {
        note(latitude, longitude, accuracy);
        say(words.marked, true);
      };
      drawn = await drawMap(map, { addresses, language, words, marked, start: form.elements.place_id.value });
    } catch {
      map.hidden = true;
      opener.setAttribute("aria-expanded", "false");
      say(words.mapMissing, false);
    }
  });
  document.getElementById("spot-forget").addEventListener("click", forget);

  function note(latitude, longitude, accuracy) {
    form.elements.latitude.value = latitude;
    form.elements.longitude.value = longitude;
    form.elements.accuracy_m.value = Math.round(accuracy);
  }

  function say(text, isNoted) {
    said.hidden = false;
    said.querySelector("span").textContent = text;
    said.querySelector("button").hidden = !isNoted;
  }

  function forget() {
    for (const name of ["latitude", "longitude", "accuracy_m"]) form.elements[name].value = "";
    said.hidden = true;
    if (drawn) drawn.mark(null, null);
  }

  return forget;
}
