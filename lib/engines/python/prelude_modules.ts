// SPDX-License-Identifier: Apache-2.0 OR MIT
// Modules that lie on the host, beside the script or in folders that may be read.

/** Part of the prelude. */
export const preludeModules = String.raw`
class HostModule(importlib.abc.ExecutionLoader):
    "Source of one module of the host."

    def __init__(self, name, path, text):
        self._name, self._path, self._text = name, path, text
        remember(path, text)

    def get_filename(self, name):
        return self._path

    def get_source(self, name):
        return self._text

    def is_package(self, name):
        return self._path.endswith("/__init__.py")


MODULE_FORMS = "%s/?/__init__.py;%s/?.py;%s/?/"


class HostFolder:
    "Finds modules in a folder of the host, for one entry of sys.path or of a package's __path__."

    def __init__(self, folder):
        self._folder = folder

    def find_spec(self, name, target=None):
        # What this code imports itself while it answers is the language's own.
        if State.job.quiet or State.attending:
            return None
        tail = name.rpartition(".")[2]
        if not tail.isidentifier() or re.search("[;?]", self._folder):
            return None
        try:
            found = call_host("module.read", tail, MODULE_FORMS.replace("%s", self._folder))
        except HostError as error:
            if error.code == "host.module_missing":
                return None
            raise ImportError(str(error), name=name) from None
        path, text = found["path"], found.get("text")
        if text is None:
            spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [path]
            return spec
        loader = HostModule(name, path, text.removeprefix("\ufeff"))
        places = [path.rpartition("/")[0]] if loader.is_package(name) else None
        return importlib.util.spec_from_file_location(
            name, path, loader=loader, submodule_search_locations=places,
        )


HOST_FOLDERS = []


def module_folder(path):
    "Finder for a folder that the host names itself. Raises ImportError for any other."
    if path not in HOST_FOLDERS:
        raise ImportError("not a folder of modules", path=path)
    return HostFolder(path)


def open_folders():
    "Lets the script import what lies beside it; called once, before its first code."
    if State.opened:
        return
    State.opened = True
    open_files()
    try:
        HOST_FOLDERS[:] = call_host("module.folders")
    except HostError:
        return
    sys.path[:0] = HOST_FOLDERS
    script = boot["argv"][0]
    if HOST_FOLDERS and script not in ("", "-"):
        names["__file__"] = HOST_FOLDERS[0] + "/" + script.rpartition("/")[2]


def open_modules():
    "Makes the import system ask the host for what is in no folder or archive of its own."
    sys.path_hooks[:] = [module_folder, *sys.path_hooks, HostFolder]
    script = boot["argv"][0]
    if script not in ("", "-"):
        names["__file__"] = script
`;
