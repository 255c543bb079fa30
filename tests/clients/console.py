# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A person at `jupyter console`: a pseudo-terminal, and a screen that is read as the person would read it."""

import re
import sys
import termios
import time
from collections.abc import Callable

import pexpect
import pyte

PATIENCE = 60


class Person:
    """Types at a terminal of 100 columns and 50 lines, and looks at it."""

    def __init__(self, command: list[str]) -> None:
        self.screen = pyte.Screen(100, 50)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(command[0], command[1:], dimensions=(50, 100), timeout=PATIENCE)
        self.child.delaybeforesend = None

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def read(self, timeout: float) -> None:
        """Takes in what the program wrote, and answers where it asks for the cursor's position."""
        try:
            data = self.child.read_nonblocking(65536, timeout)
        except pexpect.TIMEOUT:
            return
        self.stream.feed(data)
        for _ in range(data.count(b"\x1b[6n")):
            self.child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")

    def terminal_is_cooked(self) -> bool:
        """Whether the console has left its prompt: what is typed from now on waits for the next line that is read."""
        return bool(termios.tcgetattr(self.child.child_fd)[3] & termios.ICANON)

    def see(self, what: str, ready: Callable[[str], bool], patience: float = PATIENCE) -> None:
        """Reads until the screen is as wanted."""
        end = time.monotonic() + patience
        while not ready(self.text()):
            if time.monotonic() > end:
                raise AssertionError(f"did not see {what}; the screen shows:\n{self.text()}")
            self.read(0.2)

    def prompt(self, after: int = 0) -> int:
        """Waits for an empty prompt `In [n]:` whose n is greater than `after`, and returns n."""

        def number(text: str) -> int:
            found = re.search(r"In \[(\d+)\]:$", text)
            return int(found[1]) if found else 0

        self.see(f"a prompt after In [{after}]", lambda text: number(text) > after)
        return number(self.text())

    def type(self, text: str) -> None:
        """Types text, then Enter."""
        self.child.send(text + "\r")

    def greet(self) -> int:
        """Runs a first line until its output shows, and returns the number of the next prompt.

        The console shows its prompt before its subscription to output is known to be in effect, and would wait
        for ever for the output of a line that is run before. A person interrupts it and runs the line again.
        """
        number = self.prompt()
        while True:
            self.type('print("hello, " .. 6 * 7)')
            try:
                self.see("printed text", lambda text: "\nhello, 42" in text, 5)
                return self.prompt(number)
            except AssertionError:
                if number > 5:
                    raise
                self.child.send("\x03")
                number = self.prompt(number)


def session(person: Person) -> None:
    """Everything a console is for."""
    number = person.greet()

    person.type("for i = 1, 2 do")
    person.see("continuation", lambda text: re.search(r"\.\.\.:\s*$", text) is not None)
    person.type("print('line ' .. i)")
    person.see("continuation", lambda text: text.count("...:") >= 2)
    person.type("end")
    person.see("output of the loop", lambda text: "\nline 1\nline 2" in text)
    number = person.prompt(number)

    person.type("1 + 2")
    person.see("result", lambda text: re.search(rf"Out\[{number}\]:\s+3", text) is not None)
    number = person.prompt(number)

    person.child.send("string.form\t")
    person.see("completion", lambda text: "string.format" in text)
    person.type('("%d!", 5)')
    person.see("completed call", lambda text: re.search(rf"Out\[{number}\]:\s+'?\"?5!", text) is not None)
    number = person.prompt(number)

    person.type('error("boom")')
    person.see("error", lambda text: "boom" in text.split(f"In [{number}]:")[-1].split("\n", 1)[-1])
    number = person.prompt(number)

    person.type('print("[" .. io.read() .. "]")')
    person.see("question", lambda _: person.terminal_is_cooked())
    person.type("an answer")
    person.see("answer", lambda text: "[an answer]" in text)
    number = person.prompt(number)

    person.type('print("spinning") while true do end')
    person.see("running", lambda text: "\nspinning" in text)
    person.child.send("\x03")
    number = person.prompt(number)
    person.type("1 + 1")
    person.see("result", lambda text: re.search(rf"Out\[{number}\]:\s+2", text) is not None)
    person.prompt(number)


def main() -> int:
    """Opens the console, works in it, leaves it."""
    person = Person(["jupyter", "console", "--kernel", "llmspell"])
    try:
        session(person)
        person.child.send("\x04")
        person.see("farewell", lambda text: "exit" in text or not person.child.isalive())
        if person.child.isalive():
            person.child.send("y\r")
        person.child.expect(pexpect.EOF)
        person.child.close()
        assert person.child.exitstatus == 0, person.child
    except (AssertionError, pexpect.ExceptionPexpect):
        print(person.text())
        raise
    finally:
        person.child.close(force=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
