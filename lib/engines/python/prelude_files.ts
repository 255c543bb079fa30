// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which paths mean files of the host, and open() for those.

/** Part of the prelude. */
export const preludeFiles = String.raw`
import errno, posixpath

# Trees of the interpreter's own file system: its library, devices and what a script puts there.
PRIVATE = ("/lib/python3.14", "/lib/python314.zip", "/dev", "/proc")
ABOVE = ("/", "/lib")
SCRATCH = ("/tmp", "/home")
real_open, real_stat, real_getcwd = io.open, os.stat, os.getcwd
ERRNO = {os.strerror(number): number for number in errno.errorcode}


class Files:
    "Where the host's files begin; nowhere until the host has said it."
    # None while the current folder is one of the private trees.
    folder = home = read = write = None
    # Where the host's files are, whichever tree it lies in.
    roots = ()


class HostPath(str):
    "A whole path of the host; errors name it as it was given."
    __slots__ = ("given",)


def within(path, roots):
    return any(path == each or path.startswith(each.rstrip("/") + "/") for each in roots)


def is_granted(grant, path):
    return grant if isinstance(grant, bool) else within(path, grant)


def is_there(path):
    try:
        real_stat(path)
    except OSError:
        return False
    return True


def host_path(path, writing=False):
    "The absolute path if it means a file of the host, else None."
    if Files.read is None or isinstance(path, int):
        return None
    path = os.fsdecode(path)
    if not path:
        return None
    if "\0" in path:
        raise ValueError("embedded null byte")
    whole = posixpath.normpath(posixpath.join(Files.folder or real_getcwd(), path))
    if whole.startswith("//"):
        whole = whole[1:]
    if whole in ABOVE or within(whole, PRIVATE):
        return None
    if within(whole, SCRATCH) and not within(whole, Files.roots):
        grant = Files.write if writing else Files.read
        if grant is not True or is_there(whole):
            return None
    found = HostPath(whole)
    found.given = path
    return found


def private_path(path):
    "What the interpreter's own functions are given: its current folder is not that of the host."
    if Files.folder is None or isinstance(path, int) or os.fsencode(path).startswith(b"/"):
        return path
    whole = posixpath.join(Files.folder, os.fsdecode(path))
    return os.fsencode(whole) if isinstance(path, bytes) else whole


def on_host(path, name, *args, content=None):
    "Calls a host function on a path; its failure as the language's own."
    if State.attending or State.job.quiet and name != "fs.write":
        # This code asks for a file, such as a source for a traceback: nobody else does.
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path.given)
    try:
        return call_host(name, path, *args, content=content)
    except HostError as error:
        raise file_error(error, path.given) from None


def file_error(error, path):
    text = str(error)
    if error.code == "host.denied":
        return PermissionError(errno.EACCES, text, path)
    reason = text.rpartition(": ")[2]
    number = ERRNO.get(reason)
    return OSError(errno.EIO, text, path) if number is None else OSError(number, reason, path)


class HostFile(io.BytesIO):
    "A file of the host. It is read whole when it is opened, and written when it is flushed or closed."

    def __init__(self, path, name, mode):
        super().__init__()
        self._path, self.name, self.mode = path, name, mode.replace("t", "").replace("b", "") + "b"
        both, kind = "+" in mode, mode.strip("+bt")
        self._reads, self._writes, self._appends = kind == "r" or both, kind != "r" or both, kind == "a"
        # Bytes that the host has; True when they are not those at the start of these any more.
        self._saved, self._changed = 0, False
        if kind == "r":
            content = on_host(path, "fs.read")
        if self._writes:
            on_host(path, "fs.write", kind != "w", kind == "x", content=b"")
        if kind == "a" and both:
            content = on_host(path, "fs.read")
        if kind == "r" or kind == "a" and both:
            super().write(content)
            self._saved = len(content)
            if kind == "r":
                self.seek(0)

    def readable(self):
        return self._reads

    def writable(self):
        return self._writes

    def _check(self, can, what):
        if not can:
            raise io.UnsupportedOperation(what)

    def write(self, data, /):
        self._check(self._writes, "not writable")
        if self._appends:
            self.seek(0, 2)
        self._changed |= self.tell() < self._saved
        return super().write(data)

    def writelines(self, lines, /):
        for each in lines:
            self.write(each)

    def truncate(self, size=None, /):
        self._check(self._writes, "not writable")
        size = self.tell() if size is None else size
        end = self.getbuffer().nbytes
        if size > end:
            here = self.tell()
            self.seek(0, 2)
            super().write(bytes(size - end))
            self.seek(here)
            return size
        self._changed |= size < self._saved
        return super().truncate(size)

    def flush(self):
        super().flush()
        content = self.getvalue() if self._writes else b""
        if self._changed:
            on_host(self._path, "fs.write", False, content=content)
        elif len(content) > self._saved:
            on_host(self._path, "fs.write", True, content=content[self._saved:])
        if self._writes:
            self._saved, self._changed = len(content), False

    def close(self):
        if self.closed:
            return
        try:
            self.flush()
        finally:
            super().close()

    def __repr__(self):
        return "<%s name=%r mode=%r>" % (type(self).__name__, self.name, self.mode)


def reading(name):
    method = getattr(io.BytesIO, name)

    def read(self, *args):
        self._check(self._reads, "not readable")
        return method(self, *args)

    read.__name__ = name
    return read


for each in ("read", "read1", "readline", "readlines", "readinto", "readinto1", "__next__"):
    setattr(HostFile, each, reading(each))


def session_open(
    file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None,
):
    more = (buffering, encoding, errors, newline, closefd, opener)
    writing = isinstance(mode, str) and not mode.startswith("r")
    path = host_path(file, writing) if opener is None and isinstance(file, (str, bytes, os.PathLike)) else None
    if path is None:
        return real_open(private_path(file) if isinstance(file, (str, bytes, os.PathLike)) else file, mode, *more)
    if not re.fullmatch(r"(?=[^rwxa]*[rwxa][^rwxa]*$)(?!.*b.*t|.*t.*b)(?!.*(.).*\1)[rwxabt+]+", mode):
        return real_open("/dev/null", mode, *more)  # Which says what is wrong with it.
    if "b" in mode and (encoding, errors, newline) != (None, None, None):
        return real_open("/dev/null", mode, *more)
    binary = HostFile(path, os.fspath(file), mode)
    if "b" in mode:
        return binary
    text = io.TextIOWrapper(binary, encoding or "utf-8", errors, newline, buffering == 1)
    text.mode = mode
    return text


session_open.__name__ = session_open.__qualname__ = "open"
session_open.__doc__ = real_open.__doc__
`;
