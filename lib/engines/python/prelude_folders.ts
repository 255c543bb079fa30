// SPDX-License-Identifier: Apache-2.0 OR MIT
// Module os for files of the host.

/** Part of the prelude. */
export const preludeFolders = String.raw`
import stat as stat_modes


def host_stat(path, *, dir_fd=None, follow_symlinks=True):
    found = on_host(path, "fs.stat" if follow_symlinks else "fs.lstat")
    times = {key: found[key] or 0 for key in ("accessedMs", "modifiedMs", "changedMs")}
    seconds = [int(each // 1000) for each in times.values()]
    return os.stat_result(
        (found["mode"], found["inode"], found["device"], found["links"], 0, 0, found["size"], *seconds),
        {
            "st_" + name + ending: int(each * scale) if ending else each / 1000
            for name, each in zip(("atime", "mtime", "ctime"), times.values())
            for ending, scale in (("", 0), ("_ns", 10**6))
        },
    )


class HostEntry:
    "What os.scandir gives for a file of the host."

    def __init__(self, folder, name, kind):
        self.name, self.path, self._kind = name, os.path.join(folder, name), kind

    def _target(self):
        if self._kind != "link":
            return self._kind
        try:
            mode = os.stat(self.path).st_mode
        except OSError:
            return None
        return "folder" if stat_modes.S_ISDIR(mode) else "file" if stat_modes.S_ISREG(mode) else "other"

    def is_dir(self, *, follow_symlinks=True):
        return (self._target() if follow_symlinks else self._kind) == "folder"

    def is_file(self, *, follow_symlinks=True):
        return (self._target() if follow_symlinks else self._kind) == "file"

    def is_symlink(self):
        return self._kind == "link"

    def is_junction(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return os.stat(self.path, follow_symlinks=follow_symlinks)

    def inode(self):
        return os.lstat(self.path).st_ino

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return "<DirEntry %r>" % self.name


class HostEntries:
    "An iterator that can be closed."

    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def host_lstat(path, *, dir_fd=None):
    return host_stat(path, follow_symlinks=False)


def host_scandir(path, given="."):
    folder = os.fspath(given)
    as_given = os.fsencode if isinstance(folder, bytes) else str
    return HostEntries([
        HostEntry(folder, as_given(each["name"]), each["kind"]) for each in on_host(path, "fs.list")
    ])


def host_listdir(path, given="."):
    as_given = os.fsencode if isinstance(given, bytes) else str
    return [as_given(each["name"]) for each in on_host(path, "fs.list")]


def host_mkdir(path, mode=0o777, *, dir_fd=None):
    on_host(path, "fs.makeFolder", mode)


def host_remove(path, *, dir_fd=None):
    on_host(path, "fs.remove", "file")


def host_rmdir(path, *, dir_fd=None):
    on_host(path, "fs.remove", "folder")


def host_chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    on_host(path, "fs.chmod", mode)


def host_utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    now = time.time()
    accessed, modified = [each / 10**9 for each in ns] if ns else times or (now, now)
    on_host(path, "fs.utime", accessed * 1000, modified * 1000)


def host_access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    try:
        found = host_stat(path)
    except OSError:
        return False
    return (not mode & os.W_OK or is_granted(Files.write, path)) and (
        not mode & os.X_OK or bool(found.st_mode & 0o111)
    )


def host_open(path, flags, mode=0o777, *, dir_fd=None):
    "Descriptors are the private file system's: one for reading is of a copy."
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC):
        raise OSError(errno.ENOTSUP, "Cannot open a file of the host for writing by os.open: use open()", path.given)
    content = on_host(path, "fs.read")
    copy = "/tmp/.llmspell-%x" % id(content)
    with real_open(copy, "wb") as file:
        file.write(content)
    try:
        return real_os["open"](copy, os.O_RDONLY)
    finally:
        real_os["remove"](copy)


def host_chdir(path):
    # Where it came from needs no grant.
    if path != Files.home and not stat_modes.S_ISDIR(host_stat(path).st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path.given)
    Files.folder = str.__str__(path)


def host_readlink(path, *, dir_fd=None):
    "Where links lead is not told: they are followed."
    host_lstat(path)
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path.given)


HOST_OS = {
    "stat": host_stat, "lstat": host_lstat, "scandir": host_scandir, "listdir": host_listdir,
    "mkdir": host_mkdir, "remove": host_remove, "unlink": host_remove, "rmdir": host_rmdir,
    "chmod": host_chmod, "utime": host_utime, "access": host_access, "open": host_open,
    "chdir": host_chdir, "readlink": host_readlink,
}
real_os = {name: getattr(os, name) for name in (*HOST_OS, "rename", "replace", "getcwd")}


def routed(name, ours):
    "A function of module os that is the host's for its paths."
    real, lists = real_os[name], name in ("scandir", "listdir")

    def function(path=".", *args, **more):
        given = "." if path is None else path
        writes = name in ("mkdir", "remove", "unlink", "rmdir", "chmod", "utime")
        place = host_path(given, writes) if more.get("dir_fd") is None else None
        if place is not None:
            return ours(place, given) if lists else ours(place, *args, **more)
        if lists and given == "." and Files.folder is None:
            return real(path)
        found = real(private_path(given), *args, **more)
        if name == "chdir":
            Files.folder = None
        return found

    function.__name__ = function.__qualname__ = name
    function.__doc__ = real.__doc__
    return function


def moved(name):
    real = real_os[name]

    def function(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
        old, new = host_path(src, True), host_path(dst, True)
        if old is None and new is None:
            return real(private_path(src), private_path(dst))
        if old is None or new is None:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), os.fspath(src), None, os.fspath(dst))
        on_host(old, "fs.rename", new)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = real.__doc__
    return function


def session_getcwd():
    "Return a unicode string representing the current working directory."
    return real_os["getcwd"]() if Files.folder is None else Files.folder


session_getcwd.__name__ = session_getcwd.__qualname__ = "getcwd"


def open_files():
    "Asks the host where its files are; called once, before the first code."
    try:
        places = call_host("fs.places")
    except HostError:
        return
    Files.folder = Files.home = places["folder"]
    Files.read, Files.write = [everything(places[each]) for each in ("read", "write")]
    grants = [grant for grant in (Files.read, Files.write) if isinstance(grant, list)]
    # A folder that holds the private trees does not replace them.
    home = [Files.home] if within(Files.home, SCRATCH) and Files.home not in SCRATCH else []
    Files.roots = [*home, *(each for grant in grants for each in grant)]


def everything(grant):
    return True if isinstance(grant, list) and "/" in grant else grant


def route_files():
    "Puts what serves both file systems where scripts find it."
    for name, ours in HOST_OS.items():
        setattr(os, name, routed(name, ours))
    os.rename, os.replace = moved("rename"), moved("replace")
    os.getcwd, os.getcwdb = session_getcwd, lambda: os.fsencode(session_getcwd())
    io.open = builtins.open = session_open
    # It finds that out when it is imported; the other one asks for descriptors of folders.
    shutil = sys.modules.get("shutil")
    if shutil is not None:
        shutil._rmtree_impl = shutil._rmtree_unsafe
`;
