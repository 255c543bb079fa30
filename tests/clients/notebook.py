# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs a notebook through nbclient and through `jupyter execute`, and compares every output."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

#: Cells with the outputs they must have.
CELLS: list[tuple[str, list[dict[str, Any]]]] = [
    ('print("one")\nprint("two")', [{"output_type": "stream", "name": "stdout", "text": "one\ntwo\n"}]),
    ("total = 0\nfor i = 1, 10 do total = total + i end", []),
    ("total", [{"output_type": "execute_result", "execution_count": 3, "data": {"text/plain": "55"}, "metadata": {}}]),
    ('io.stderr:write("careful\\n")', [{"output_type": "stream", "name": "stderr", "text": "careful\n"}]),
    ('print("gone") clear_output() print("kept")', [{"output_type": "stream", "name": "stdout", "text": "kept\n"}]),
    ('function double(x)\n  return x * 2\nend\ndouble(21)',
     [{"output_type": "execute_result", "execution_count": 6, "data": {"text/plain": "42"}, "metadata": {}}]),
]


def notebook() -> Any:
    """The notebook, not yet run."""
    cells = [new_markdown_cell("# A notebook in Lua"), *(new_code_cell(code) for code, _ in CELLS)]
    cells.append(new_code_cell('display.html("<i>x</i>")'))
    cells.append(new_code_cell('bar = display("first", {display_id = "bar"})'))
    cells.append(new_code_cell('bar:update("second")'))
    metadata = {"kernelspec": {"name": "llmspell", "display_name": "Lua", "language": "lua"}}
    return new_notebook(cells=cells, metadata=metadata)


def coalesce(outputs: list[Any]) -> list[Any]:
    """Outputs with neighbouring stream messages of one name made one: where a kernel cuts text is its own affair."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def compare(done: Any) -> None:
    """Asserts that all outputs are as they must be."""
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    for cell, (source, wanted) in zip(code, CELLS):
        cell.outputs = coalesce(cell.outputs)
        assert cell.outputs == wanted, f"{source!r}\n got {cell.outputs}\nwant {wanted}"
    html, bar, _ = code[len(CELLS):]
    assert html.outputs[0].data["text/html"] == "<i>x</i>", html.outputs
    assert "second" in bar.outputs[0].data["text/plain"], f"the display was not updated: {bar.outputs}"
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert done.metadata.language_info.name == "lua", done.metadata


def main(folder: Path) -> int:
    """Runs both ways."""
    done = notebook()
    NotebookClient(done, timeout=60, kernel_name="llmspell").execute()
    compare(done)

    path = folder / "cells.ipynb"
    nbformat.write(notebook(), path)
    subprocess.run(["jupyter", "execute", "--inplace", str(path)], check=True)
    compare(nbformat.read(path, as_version=4))

    failing = new_notebook(cells=[new_code_cell('error("boom")'), new_code_cell("print(1)")])
    try:
        NotebookClient(failing, timeout=60, kernel_name="llmspell").execute()
    except CellExecutionError as error:
        assert "boom" in str(error), error
    else:
        raise AssertionError("a failing cell did not stop the notebook")
    asking = new_notebook(cells=[new_code_cell('input("who? ")')])
    try:
        NotebookClient(asking, timeout=60, kernel_name="llmspell").execute()
    except CellExecutionError:
        return 0
    raise AssertionError("input() did not fail where nobody can answer")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
