// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a script reads of whoever started it: the answers of a person, or standard input.

/** Part of the prelude. */
export const preludeInput = String.raw`
def ask(prompt, password, all=False):
    "Asks for a line, or for all that is left."
    if not can_run_sync():
        raise RuntimeError("Cannot ask for input: not from within a callback")
    kind, text = decode(wait(host.input(prompt, password, all)) or '["", ""]')
    check_stop()
    if kind == "line":
        return str(text)
    raise EOFError(text) if kind == "input.eof" else RuntimeError(text)


class Stdin(io.TextIOBase):
    "Lines that the person at the front end gives, or those of standard input."
    name, mode, encoding, errors, newlines = "<stdin>", "r", "utf-8", "strict", None

    def __init__(self):
        # What was asked for and not yet read.
        self._text, self.buffer = "", StdinBytes(self)

    def readable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return 0

    def _take(self, size):
        taken, self._text = self._text[:size], self._text[size:]
        return taken

    def readline(self, size=-1, /):
        if size == 0:
            return ""
        if not self._text:
            try:
                self._text = ask("", False) + "\n"
            except EOFError:
                return ""
        end = self._text.find("\n") + 1 or len(self._text)
        return self._take(end if size is None or size < 0 else min(end, size))

    def read(self, size=-1, /):
        if size is None or size < 0:
            self._rest()
            return self._take(len(self._text))
        while len(self._text) < size:
            try:
                self._text += ask("", False) + "\n"
            except EOFError:
                break
        return self._take(size)

    def _rest(self):
        try:
            self._text += ask("", False, True).replace("\r\n", "\n").replace("\r", "\n")
        except EOFError:
            pass

    def __iter__(self):
        # At once: a question for each line would take its time.
        self._rest()
        while self._text:
            yield self.readline()

    def readlines(self, hint=-1, /):
        return list(self)


class StdinBytes(io.RawIOBase):
    "The same, for those who read bytes."

    def __init__(self, stream):
        self._stream, self._bytes = stream, b""

    def readable(self):
        return True

    def readinto(self, target):
        if not self._bytes:
            self._bytes = self._stream.readline().encode()
        size = min(len(target), len(self._bytes))
        target[:size], self._bytes = self._bytes[:size], self._bytes[size:]
        return size

    def readall(self):
        given, self._bytes = self._bytes, b""
        return given + self._stream.read().encode()

    def readline(self, size=-1, /):
        given, self._bytes = self._bytes, b""
        if not given.endswith(b"\n"):
            given += self._stream.readline().encode()
        if size is not None and 0 <= size < len(given):
            given, self._bytes = given[:size], given[size:]
        return given


def session_input(prompt="", /):
    "Asks for a line of text and returns it without its line end."
    # What was read of standard input and not yet taken comes first.
    if isinstance(sys.stdin, Stdin) and sys.stdin._text:
        sys.stdout.write(str(prompt))
        return sys.stdin.readline().removesuffix("\n")
    return ask(str(prompt), False)


def session_getpass(prompt="Password: ", stream=None, *, echo_char=None):
    "Asks for a line of text that is not shown."
    return ask(str(prompt), True)
`;
