"""The Telegram bot: a report in a few taps, and news by its code. It asks for messages; no public address is needed."""
