"""Every place of the package that writes, removes or renames something was looked at, and has a reason to be there.

Rules of this file: a new place fails the test. Ask of it: what if the path is a link, a hard link, an input, somebody's
file of that name? What is left when it is killed? Most outputs belong in `io/outputs.py`.
"""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "cellucid_session"

OURS = "in a folder of unguessable name that this process made, or below it: "
PRIVATE = "in the folder of uploads (mode 0700, this user's, no link), under a random name of our form: "
#: (module, function) -> (how many places, why they harm nobody)
LOOKED_AT: dict[tuple[str, str], tuple[int, str]] = {
    ("batch/journal.py", "_open"): (
        3,
        "what is there says that it is a journal before it is opened for writing; what was made here is removed",
    ),
    ("capture/display.py", "private_way"): (1, "a new temporary file of mode 0600 and a random name"),
    ("capture/drafts.py", "DraftStore.publish"): (
        2,
        "in the folder of drafts (mode 0700, this user's, no link): a name of ours, and a late one that goes",
    ),
    ("capture/drafts.py", "DraftStore.drop"): (1, "in the folder of drafts: a name of exactly our making"),
    ("capture/expiry.py", "Owner.__init__"): (1, PRIVATE + "a new lock, O_EXCL"),
    ("capture/expiry.py", "Owner._release"): (1, PRIVATE + "the lock that this owner made"),
    ("capture/expiry.py", "_of_owner"): (1, PRIVATE + "a lock, opened to be locked and never written to"),
    ("capture/expiry.py", "lives"): (1, PRIVATE + "a lock, opened to be locked and never written to"),
    ("capture/expiry.py", "_remove"): (1, PRIVATE + "regular files with the name of an owner that is dead"),
    ("capture/steering.py", "Steering.get_selection"): (1, PRIVATE + "the upload that was just taken"),
    ("capture/store.py", "Writer.abort"): (
        1,
        PRIVATE + "a method of the store: the file that this writer made",
    ),
    ("capture/store.py", "FolderStore.begin"): (1, PRIVATE + "a new file, O_EXCL"),
    ("capture/store.py", "FolderStore.publish"): (1, PRIVATE + "to a name of 32 random digits"),
    ("capture/store.py", "FolderStore.discard"): (1, PRIVATE + "refuses any other folder"),
    ("capture/store.py", "FolderStore.unlink"): (1, PRIVATE + "the names are from the functions above"),
    ("capture/store.py", "FolderStore._release"): (1, PRIVATE + "what this owner has half written"),
    ("capture/store.py", "_private"): (2, "makes the folder; refuses one that is a link or another user's"),
    ("capture/store.py", "_temporary"): (1, OURS + "a temporary folder"),
    ("capture/fetching.py", "remove"): (
        1,
        "files that the page sent to this viewer; they lie in the store's folder under random names",
    ),
    ("cli/console.py", "abandon_output"): (1, "the null device"),
    ("conformance/build.py", "put_beside"): (3, OURS + "a case's folder; O_EXCL"),
    ("conformance/reader.py", "ask"): (1, OURS + "a temporary folder"),
    ("conformance/reader.py", "ask.work"): (1, OURS + "a folder of a case"),
    ("conformance/reader.py", "_Group._put"): (1, OURS + "a folder of a case"),
    ("conformance/reader.py", "_write"): (2, OURS + "a file of a case, O_EXCL"),
    ("conformance/writer.py", "ask"): (1, OURS + "a temporary folder"),
    ("conformance/writer.py", "_one"): (3, OURS + "a file of a case, O_EXCL"),
    ("generate/__main__.py", "main"): (
        2,
        "generated files of a checkout, which begin by saying so; not part of what is installed for use",
    ),
    ("io/dataset.py", "opened"): (2, "for writing only a copy in OURS, which io/tables.py made"),
    ("io/in_place_file.py", "open_alone"): (
        1,
        "a data set that is to be changed: through no link, of one name, locked; written to only by undo_file.py",
    ),
    ("io/in_place_file.py", "FileInPlace.draft"): (1, "a temporary file without a name"),
    ("io/in_place_file.py", "settle"): (2, "the journal that this run made, when the change is made"),
    ("io/in_place_file.py", "_take_back"): (
        1,
        "the journal that this run made, when the file is what it was",
    ),
    ("io/in_place_store.py", "StoreInPlace.draft"): (
        2,
        OURS + "a skeleton; it is removed with what is in it",
    ),
    ("io/in_place_store.py", "StoreInPlace._name"): (
        1,
        OURS + "it becomes the journal; fails when one is there",
    ),
    ("io/in_place_store.py", "StoreInPlace._prepare"): (5, OURS + "what the journal holds; O_EXCL"),
    ("io/in_place_store.py", "_for_us_alone"): (1, OURS + "the list of the steps; with the flags of O_EXCL"),
    ("io/in_place_store.py", "settle"): (1, "the journal that this run made; nothing had the other name"),
    ("io/in_place_store.py", "discard"): (
        2,
        "a journal that was gone through to its end: it gets an unguessable name, and is removed",
    ),
    ("io/skeleton.py", "_copy"): (2, OURS + "a skeleton of a store; O_EXCL"),
    ("io/outputs.py", "write_atomic"): (2, "a new file of unguessable name, O_EXCL"),
    ("io/outputs.py", "new_folder"): (1, "fails when something is there"),
    ("io/outputs.py", "write_new"): (2, "O_EXCL, through no link, in a folder that was new or empty"),
    ("io/outputs.py", "_into_place"): (
        3,
        "after check_destination: what is replaced was asked for, and is no input",
    ),
    ("io/outputs.py", "_remove"): (1, "the file of unguessable name"),
    ("io/remote.py", "spooled"): (1, "a temporary file without a name"),
    ("io/tables.py", "_copy_folder"): (1, OURS + "the copy that is edited"),
    ("io/tables.py", "_copy_file"): (2, OURS + "the copy that is edited; O_EXCL"),
    ("io/tables.py", "_consolidate"): (1, OURS + "the copy that is edited"),
    ("io/undo_file.py", "write_at"): (1, "a file that is locked, behind its journal or back along it"),
    ("io/undo_file.py", "Journal.go_back"): (1, "a file that is locked, to the length that it had"),
    ("io/undo_store.py", "StoreJournal.go_on"): (3, "between a store and its journal, both looked at before"),
    ("io/undo_store.py", "StoreJournal.go_back"): (
        3,
        "between a store and its journal, both looked at before",
    ),
    ("read/bundle.py", "CellucidSessionBundle.save"): (
        1,
        "makes folders above an output, as its docstring says; write_atomic does the rest",
    ),
    ("tools/in_place.py", "_undo_file"): (1, "the journal, when the file is what it was"),
    ("tools/in_place.py", "_heat"): (1, "a journal that was kept gets the name of one that is not over"),
    ("tools/datasets.py", "publish"): (2, OURS + "makes the folder, and removes it with what is in it"),
    ("tools/datasets.py", "write"): (2, OURS + "called with a path in it"),
    ("tools/datasets.py", "_into_place"): (
        6,
        "after check_output: a file that --force names, or a store that holds nothing else; set aside first",
    ),
    ("tools/extracting.py", "write_parquet"): (1, "into the stream that write_atomic opened"),
    ("write/store.py", "Store.__init__"): (1, "a temporary file without a name"),
}
DELETING = {"unlink", "remove", "rmdir", "removedirs", "rmtree", "truncate", "ftruncate", "pwrite"}
NAMING = {"replace", "rename", "renames", "link", "symlink", "move"}
MAKING = {
    "mkdir",
    "makedirs",
    "mkfifo",
    "mknod",
    "write_bytes",
    "write_text",
    "touch",
    "symlink_to",
    "hardlink_to",
}
COPYING = {"copy", "copy2", "copyfile", "copytree", "copyfileobj"}
TEMPORARY = {
    "TemporaryFile",
    "NamedTemporaryFile",
    "SpooledTemporaryFile",
    "TemporaryDirectory",
    "mkstemp",
    "mkdtemp",
}
LIBRARIES = {
    "write_h5ad",
    "write_zarr",
    "to_csv",
    "to_parquet",
    "write_table",
    "open_group",
    "consolidate_metadata",
}
MODULES = {"os", "shutil", "tempfile", "Path"}
READING_FLAGS = {"os", "O_RDONLY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "getattr"}
READING_FLAGS |= {"NO_FOLLOW", "flag", "_READ", "_FOLDER", "careful"}  # constants and helpers of io/files.py


def writes(call: ast.Call) -> bool:
    """Whether a call may write, remove or rename. What can't be told counts."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = getattr(function.value, "id", "") if isinstance(function, ast.Attribute) else ""
    if name == "open" and owner in ("", "io"):
        return _mode(call, 1)
    if name == "open" and owner == "os":
        flags = [each for argument in call.args[1:2] for each in ast.walk(argument)]
        names = {each.attr for each in flags if isinstance(each, ast.Attribute)}
        return not names | {each.id for each in flags if isinstance(each, ast.Name)} <= READING_FLAGS
    if name in ("File", "open_group"):
        return _mode(call, 1)
    if name in COPYING or name in NAMING | {"remove"}:  # lists and texts have methods of these names
        return owner in MODULES
    return name in DELETING | MAKING | TEMPORARY | (LIBRARIES - {"open_group"})


def _mode(call: ast.Call, place: int) -> bool:
    given = [each.value for each in call.keywords if each.arg == "mode"] + call.args[place : place + 1]
    return any(not isinstance(each, ast.Constant) or set(str(each.value)) & set("wax+") for each in given)


def places() -> Counter[tuple[str, str]]:
    """Module and function of every place."""
    found: Counter[tuple[str, str]] = Counter()

    def walk(node: ast.AST, module: str, inside: tuple[str, ...]) -> None:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if isinstance(child, ast.Call) and writes(child):
                found[module, ".".join(inside)] += 1
            walk(child, module, (*inside, child.name) if named else inside)

    for path in sorted(SOURCE.rglob("*.py")):
        walk(ast.parse(path.read_text("utf-8")), path.relative_to(SOURCE).as_posix(), ())
    return found


def test_every_place_that_writes_was_looked_at() -> None:
    assert dict(places()) == {where: count for where, (count, _) in LOOKED_AT.items()}


def test_each_has_a_reason() -> None:
    assert all(len(why) > 10 for _, why in LOOKED_AT.values())


def test_what_writes_is_told_from_what_reads() -> None:
    told = {
        "open(path)": False,
        "open(path, 'rb')": False,
        "open(path, 'r+b')": True,
        "open(path, mode=how)": True,
        "os.open(path, os.O_RDONLY)": False,
        "os.open(path, os.O_RDONLY | os.O_CREAT)": True,
        "os.open(path, how)": True,
        "text.replace('a', 'b')": False,
        "os.replace(a, b)": True,
        "path.unlink()": True,
        "names.remove(a)": False,
        "shutil.copyfileobj(a, b)": True,
        "h5py.File(path, mode)": True,
        "tempfile.TemporaryDirectory()": True,
    }
    for text, wanted in told.items():
        call = ast.parse(text, mode="eval").body
        assert isinstance(call, ast.Call)
        assert writes(call) == wanted, text
