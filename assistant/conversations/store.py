"""The conversations of every reader, each seen by its owner alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.conversations.database import FILE, Database
from assistant.conversations.feedback import Opinions
from assistant.conversations.saved import read_answer, read_limits, storable, write_answer, write_limits
from assistant.conversations.types import Conversation, Listed, State, Turn
from assistant.errors import ConversationFailure
from assistant.render import terminal_safe
from assistant.types import Answer
from index.store.filters import Filters

GUEST = "guest:"
"""Owners that begin so are strangers on a page without logins: what they asked is forgotten after a day. No login name holds a colon."""
UNDO = timedelta(minutes=10)
_FORGOTTEN_AFTER = timedelta(days=1)
_LONGEST_TITLE = 80
_MOST_LISTED = 500


class Conversations:
    """Opens or makes STORE/conversations.sqlite3. owner: a login name, or "" on a page of one reader.

    Every method with an owner raises ConversationFailure for a conversation that isn't that owner's, as for one that doesn't exist.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = Database(folder)
        self._now = now
        self.path = self._database.path
        self.opinions = Opinions(self._database, self._time)
        self._forget_old()

    @staticmethod
    def exist(folder: Path) -> bool:
        return (folder / FILE).is_file()

    def close(self) -> None:
        self._database.close()

    def _time(self, ago: timedelta = timedelta()) -> str:
        return (self._now() - ago).astimezone(UTC).isoformat(timespec="microseconds")

    def _forget_old(self) -> None:
        """What was deleted and can't be brought back any more, what strangers left, and conversations in which nothing was ever asked."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM conversations WHERE deleted < ?", (self._time(UNDO),))
            day_ago = self._time(_FORGOTTEN_AFTER)
            db.execute("DELETE FROM conversations WHERE owner GLOB ? AND changed < ?", (f"{GUEST}*", day_ago))
            db.execute("DELETE FROM conversations WHERE changed < ? AND id NOT IN (SELECT conversation FROM turns)", (day_ago,))

    # Reading

    def list(self, owner: str) -> list[Listed]:
        """Those in which something was asked, newest first."""
        rows = self._database.rows(
            "SELECT c.id, c.title, c.changed, count(*) FROM conversations c JOIN turns t ON t.conversation = c.id "
            "WHERE c.owner = ? AND c.deleted IS NULL GROUP BY c.id ORDER BY c.changed DESC, c.rowid DESC LIMIT ?",
            (owner, _MOST_LISTED),
        )
        return [Listed(*row) for row in rows]

    def open(self, owner: str, conversation: str) -> Conversation:
        rows = self._database.rows(
            "SELECT id, title, created, changed, limits FROM conversations WHERE id = ? AND owner = ? AND deleted IS NULL", (conversation, owner)
        )
        self._must_be_one(len(rows), conversation)
        [(_, title, created, changed, limits)] = rows
        return Conversation(conversation, title, created, changed, read_limits(limits), self._turns(conversation))

    def _turns(self, conversation: str) -> tuple[Turn, ...]:
        query = "SELECT question, asked, state, answer, said FROM turns WHERE conversation = ? ORDER BY place"
        return tuple(
            Turn(question, asked, state, read_answer(answer), said)
            for question, asked, state, answer, said in self._database.rows(query, (conversation,))
        )

    # Asking

    def start(self, owner: str, limits: Filters | None = None) -> str:
        """A new conversation's id. It is listed once something is asked in it."""
        conversation, now = uuid.uuid4().hex, self._time()
        with self._database.transaction() as db:
            row = (conversation, owner, "", now, now, write_limits(limits or Filters()), None)
            db.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return conversation

    def begin_turn(self, owner: str, conversation: str, question: str, replaced: Sequence[str] = ()) -> int:
        """Write a question down before it is answered; gives the turn's place: places grow, from 1. The first one names the conversation.

        replaced: the questions that were taken back for it, the latest first. Their turns go, as far as they are the last ones of what is kept.
        """
        question, now = storable(question), self._time()
        with self._database.transaction() as db:
            changed = db.execute(
                "UPDATE conversations SET changed = ?, title = CASE WHEN title IN ('', ?) THEN ? ELSE title END "
                "WHERE id = ? AND owner = ? AND deleted IS NULL",
                (now, as_title(replaced[-1]) if replaced else "", as_title(question), conversation, owner),
            )
            self._must_be_one(changed.rowcount, conversation)
            # Before anything is replaced: what still writes the replaced answer must not find its place taken by the new one.
            place = int(db.execute("SELECT coalesce(max(place), 0) + 1 FROM turns WHERE conversation = ?", (conversation,)).fetchone()[0])
            for earlier in replaced:
                db.execute(
                    "DELETE FROM turns WHERE conversation = ?1 AND question = ?2 AND place = (SELECT max(place) FROM turns WHERE conversation = ?1)",
                    (conversation, storable(earlier)),
                )
            db.execute("INSERT INTO turns VALUES (?, ?, ?, ?, 'running', NULL, '')", (conversation, place, question, now))
        return place

    def end_turn(self, conversation: str, place: int, state: State, answer: Answer | None = None, said: str = "") -> None:
        """What came of a turn. One of a conversation that was deleted for good meanwhile is gone with it."""
        written = write_answer(answer)
        with self._database.transaction() as db:
            db.execute(
                "UPDATE turns SET state = ?, answer = ?, said = ? WHERE conversation = ? AND place = ?",
                (state, written, storable(said), conversation, place),
            )
            db.execute("UPDATE conversations SET changed = ? WHERE id = ?", (self._time(), conversation))

    # Changing

    def rename(self, owner: str, conversation: str, title: str) -> None:
        if not (tidy := as_title(title)):
            raise ConversationFailure("A conversation can't be without a name. Type one.")
        self._set(owner, conversation, "title", tidy)

    def limit(self, owner: str, conversation: str, limits: Filters) -> None:
        """Answer the questions that come from these articles."""
        self._set(owner, conversation, "limits", write_limits(limits))

    def _set(self, owner: str, conversation: str, column: str, value: str) -> None:
        with self._database.transaction() as db:
            query = f"UPDATE conversations SET {column} = ? WHERE id = ? AND owner = ? AND deleted IS NULL"
            self._must_be_one(db.execute(query, (storable(value), conversation, owner)).rowcount, conversation)

    def delete(self, owner: str, conversation: str) -> None:
        """Until UNDO has passed it can be brought back."""
        self._set(owner, conversation, "deleted", self._time())
        self._forget_old()

    def restore(self, owner: str, conversation: str) -> None:
        """Bring a deleted conversation back."""
        with self._database.transaction() as db:
            found = db.execute("UPDATE conversations SET deleted = NULL WHERE id = ? AND owner = ?", (conversation, owner)).rowcount
            self._must_be_one(found, conversation)

    def bring_in(self, owner: str, conversation: Conversation) -> str:
        """Keep a copy of a conversation that was exported; gives its new id."""
        copy = self.start(owner, conversation.limits)
        with self._database.transaction() as db:
            db.execute("UPDATE conversations SET title = ? WHERE id = ?", (as_title(conversation.title), copy))
            rows = [
                (copy, place, storable(turn.question), turn.asked, turn.state, write_answer(turn.answer), storable(turn.said))
                for place, turn in enumerate(conversation.turns, start=1)
            ]
            db.executemany("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        return copy

    @staticmethod
    def _must_be_one(found: int, conversation: str) -> None:
        if found != 1:
            raise ConversationFailure(f"There is no conversation '{conversation}' any more. Choose another one, or begin a new one.")


def as_title(text: str) -> str:
    """One line of at most 80 characters, cut at a word, without what would steer a terminal or turn its words round."""
    tidy = " ".join(terminal_safe(storable(text)).split())
    return tidy if len(tidy) <= _LONGEST_TITLE else tidy[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
