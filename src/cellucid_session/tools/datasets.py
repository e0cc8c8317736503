"""AnnData files read, and new ones written whole or not at all.

Rules of this file:

* What was written is opened, and has the names and lengths that it should have, before it gets its name.
* The suffix decides: .h5ad and .h5mu are files, .zarr a store (a folder). Nothing else is taken, and a MuData only
  where the caller says so.
* An output is made in a private folder of unguessable name beside its place, synced, and renamed into place. What
  fails or is killed on the way leaves nothing under the output's name.
* An output is never the input, never inside it or around it, and never goes through a link. What is there is
  replaced only when the caller says so; a folder only when it is a zarr store of an AnnData and holds nothing else.
"""

from __future__ import annotations

import os
import shutil
import stat
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import DependencyError, InputError, UsageError
from cellucid_session.io import stores
from cellucid_session.io.beside import check_whole
from cellucid_session.io.dataset import MISSING, NO_ZARR, opened
from cellucid_session.io.outputs import OutputError, check_destination
from cellucid_session.io.survey import AXES, ChangedError, check_tables, survey
from cellucid_session.io.syncing import sync_files
from cellucid_session.report.text import shown_path
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: the parts of an AnnData that are dicts
PARTS = ("uns", "obsm", "varm", "obsp", "varp", "layers")
H5AD, ZARR, H5MU = ".h5ad", ".zarr", ".h5mu"
ANNDATA = (H5AD, ZARR)
ANY = (*ANNDATA, H5MU)
NO_MUDATA = "a .h5mu file needs mudata: python -m pip install 'cellucid-session[mudata]'"


def kind_of(path: str, kinds: tuple[str, ...] = ANY) -> str:
    """`H5AD`, `ZARR` or `H5MU`. Raises UsageError for a suffix that is none of the kinds."""
    name = path.rstrip("/" + os.sep).lower()
    for suffix in kinds:
        if name.endswith(suffix):
            return suffix
    *others, last = kinds
    raise UsageError(f"{shown_path(path)} is neither called {', '.join(others)} nor {last}")


def _why(exc: BaseException) -> str:
    """What went wrong, without the text of the library: it may hold anything."""
    return getattr(exc, "strerror", None) or type(exc).__name__


def _anndata(kind: str) -> Any:
    try:
        import anndata
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    try:  # anndata would fail without a word on what is missing
        if kind == ZARR:
            import zarr  # noqa: F401
        if kind == H5MU:
            import mudata  # noqa: F401
    except ImportError as exc:
        raise DependencyError(NO_ZARR if kind == ZARR else NO_MUDATA) from exc
    return anndata


def check_source(path: str, kinds: tuple[str, ...] = ANNDATA) -> Any:
    """Look whether a path can be a data set, and whether one can be read here.

    Args:
        kinds: that are taken.

    Returns:
        The module anndata.

    Raises:
        InputError: it is not there, or neither the file nor the folder that it is called, or may be half changed.
            UsageError: of none of the kinds. DependencyError: anndata, zarr or mudata is not installed.
    """
    kind = kind_of(path, kinds)
    check_whole(path)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as exc:
        raise InputError(f"{shown_path(path)} can't be read: {_why(exc)}") from exc
    if kind != ZARR and not stat.S_ISREG(mode):
        raise InputError(f"{shown_path(path)} is no regular file")
    if kind == ZARR and not stat.S_ISDIR(mode):
        raise InputError(f"{shown_path(path)} is no folder")
    return _anndata(kind)


def read(path: str) -> Any:
    """An AnnData on disk, in memory.

    Raises:
        What `check_source` raises. InputError: it can't be read, or is no AnnData.
    """
    anndata = check_source(path)
    kind = kind_of(path)
    reader: Callable[[str], Any] = anndata.read_h5ad if kind == H5AD else anndata.io.read_zarr
    try:
        return reader(path)
    except MemoryError:
        raise
    except Exception as exc:
        raise InputError(f"{shown_path(path)} can't be read as an AnnData ({_why(exc)})") from exc


def read_mudata(path: str) -> Any:
    """A MuData on disk, of which the matrices X stay there.

    Raises:
        What `check_source` raises. InputError: it can't be read, or is no MuData.
    """
    check_source(path, (H5MU,))
    import mudata

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of mudata, on its next release and on files that others made
            return mudata.read_h5mu(path, backed="r")
    except MemoryError:
        raise
    except Exception as exc:
        raise InputError(f"{shown_path(path)} can't be read as a MuData ({_why(exc)})") from exc


def check_output(path: str, source: str, force: bool) -> None:
    """Refuse an output that must not be written.

    Args:
        path: the output. source: the AnnData that is read.

    Raises:
        UsageError: the output is the input, lies in it or around it, is a link, is something else than its suffix
            says, or is there and `force` is off.
    """
    kind = kind_of(path)
    here, there = os.path.realpath(path), os.path.realpath(source)
    if here == there:
        raise UsageError("the output is one of the inputs")
    if os.path.commonpath((here, there)) in (here, there):
        raise UsageError("the output and an input lie one inside the other")
    if kind != ZARR:
        told = os.stat(source)
        check_destination(path, force=force, inputs=[(told.st_dev, told.st_ino)])
    else:
        _check_store(path, force)
    if not os.path.isdir(os.path.dirname(here)):
        raise UsageError("the output's folder is not there")


def _check_store(path: str, force: bool) -> None:
    bare = path.rstrip(os.sep)
    if not os.path.lexists(bare):
        return
    if os.path.islink(bare):
        raise UsageError("the output is a symbolic link")
    if not force:
        raise UsageError("the output exists already")
    strange = stores.strange(bare)
    if strange is not None:
        raise UsageError(f"the output is there and can't be replaced: {strange}")


def publish(make: Callable[[str], None], path: str, source: str, force: bool) -> None:
    """Have a data set made aside, and give it its name when it is whole.

    Args:
        make: writes it to the path that it is handed, and looks whether it is what it should be.

    Raises:
        UsageError: see `check_output`. OutputError: it can't be written. What `make` raises of this package.
    """
    kind = kind_of(path)
    bare = path.rstrip(os.sep)
    private = os.path.join(os.path.dirname(bare), f".{os.urandom(12).hex()}.partial")
    try:
        os.mkdir(private, 0o700)
    except (OSError, ValueError) as exc:
        raise OutputError(f"the output can't be written: {_why(exc)}") from exc
    try:
        made = os.path.join(private, "new" + kind)
        make(made)
        _sync(made)
        check_output(path, source, force)
        _into_place(made, bare, private, force)
    except (MemoryError, UsageError, OutputError):
        raise
    except ChangedError as exc:
        raise OutputError(f"the output can't be written: in it, {exc}") from exc
    except Exception as exc:
        raise OutputError(f"the output can't be written ({_why(exc)})") from exc
    finally:
        shutil.rmtree(private, ignore_errors=True)


def write(adata: Any, path: str) -> None:
    """Write an AnnData whole, and look whether everything is there. path: one for `publish` to name.

    Raises:
        ChangedError: what was written does not hold what the AnnData holds.
    """
    with warnings.catch_warnings():  # which version of zarr is written is anndata's own choice
        warnings.filterwarnings("ignore", message="Writing zarr v2")
        if kind_of(path) == H5AD:
            adata.write_h5ad(path, convert_strings_to_categoricals=False)
        else:
            adata.write_zarr(path, convert_strings_to_categoricals=False)
    with opened(path) as root:
        check_tables(
            root,
            {axis: list(map(str, getattr(adata, axis).columns)) for axis in AXES},
            {"obs": adata.n_obs, "var": adata.n_vars},
        )
        there = survey(root)
        wanted: set[str] = set()
        for part in PARTS:
            for name in keys_within(getattr(adata, part), part):
                if name not in there or name in wanted:
                    raise ChangedError(f"{safe(name, 80)} is not there, or holds another's values")
                wanted.add(name)
        from anndata.io import read_elem

        for axis in AXES:
            read_elem(root[axis])


def keys_within(values: Mapping[Any, Any], path: str) -> Iterator[str]:
    """The path of each key of nested dicts, as a store has it. A key with None: older stores have none.

    The key None is X, which anndata 0.13 has among the layers.
    """
    for key, value in values.items():
        if value is None:
            continue
        here = "X" if key is None else "/".join([path, *filter(None, str(key).split("/"))])
        yield here
        if isinstance(value, Mapping):
            yield from keys_within(value, here)


def _sync(made: str) -> None:
    """Have everything on disk before it gets its name."""
    if os.path.isfile(made):
        sync_files([made])
        return
    sync_files([os.path.join(folder, name) for folder, _, names in os.walk(made) for name in names])


def _into_place(made: str, path: str, private: str, force: bool) -> None:
    """Give the output its name. A store that is replaced is set aside first, and set back when that fails."""
    if os.path.isfile(made):
        if force:
            os.replace(made, path)
            return
        try:
            os.link(made, path)
        except FileExistsError:
            raise UsageError("the output exists already") from None
        except OSError:  # a file system without hard links: what was checked a moment ago has to do
            os.replace(made, path)
        return
    aside = os.path.join(private, "old")
    replaced = force and os.path.lexists(path)
    if replaced:
        os.rename(path, aside)
    try:
        os.rename(made, path)
    except OSError:
        if replaced:
            os.rename(aside, path)
        raise
