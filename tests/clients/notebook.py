# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs a notebook through nbclient and through `jupyter execute`, and compares every output."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

@dataclass(frozen=True)
class Language:
    """The same notebook in one language."""

    #: Cells with the outputs they must have.
    cells: list[tuple[str, list[dict[str, Any]]]]
    #: Shows `<i>x</i>` as HTML.
    html: str
    #: Shows a display, and puts another text in its place.
    display: tuple[str, str]
    #: Fails with the message `boom`.
    failing: str
    #: Asks for a line.
    asking: str


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    """Output of one stream."""
    return {"output_type": "stream", "name": name, "text": text}


def result(count: int, text: str) -> dict[str, Any]:
    """The value of a cell."""
    return {"output_type": "execute_result", "execution_count": count, "data": {"text/plain": text}, "metadata": {}}


LANGUAGES = {
    "lua": Language(
        cells=[
            ('print("one")\nprint("two")', [stream("one\ntwo\n")]),
            ("total = 0\nfor i = 1, 10 do total = total + i end", []),
            ("total", [result(3, "55")]),
            ('io.stderr:write("careful\\n")', [stream("careful\n", "stderr")]),
            ('print("gone") clear_output() print("kept")', [stream("kept\n")]),
            ("function double(x)\n  return x * 2\nend\ndouble(21)", [result(6, "42")]),
        ],
        html='display.html("<i>x</i>")',
        display=('bar = display("first", {display_id = "bar"})', 'bar:update("second")'),
        failing='error("boom")',
        asking='input("who? ")',
    ),
    "javascript": Language(
        cells=[
            ('console.log("one");\nconsole.log("two")', [stream("one\ntwo\n")]),
            ("let total = 0;\nfor (let i = 1; i <= 10; i++) total += i;\nvoid 0", []),
            ("total", [result(3, "55")]),
            ('console.error("careful")', [stream("careful\n", "stderr")]),
            ('console.log("gone"); clearOutput(); console.log("kept")', [stream("kept\n")]),
            ("const double = (x: number): number => x * 2;\nawait Promise.resolve(double(21))", [result(6, "42")]),
        ],
        html='display.html("<i>x</i>")',
        display=('bar = display("first", { displayId: "bar" }); void 0', 'bar.update("second")'),
        failing='throw new Error("boom")',
        asking='await input("who? ")',
    ),
    "python": Language(
        cells=[
            ('print("one")\nprint("two")', [stream("one\ntwo\n")]),
            ("total = sum(range(11))", []),
            ("total", [result(3, "55")]),
            ('import sys\nprint("careful", file=sys.stderr)', [stream("careful\n", "stderr")]),
            ('print("gone"); clear_output(); print("kept")', [stream("kept\n")]),
            ("async def double(x):\n    return x * 2\n\nawait double(21)", [result(6, "42")]),
        ],
        html='from llmspell import HTML\ndisplay(HTML("<i>x</i>"))',
        display=('bar = display("first", display_id="bar")', 'bar.update("second")'),
        failing='raise ValueError("boom")',
        asking='input("who? ")',
    ),
}


def notebook(language: str) -> Any:
    """The notebook, not yet run."""
    parts = LANGUAGES[language]
    sources = [*(code for code, _ in parts.cells), parts.html, *parts.display]
    cells = [new_markdown_cell("# A notebook"), *map(new_code_cell, sources)]
    name = f"llmspell-{language}"
    metadata = {"kernelspec": {"name": name, "display_name": name, "language": language}}
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


def compare(done: Any, language: str) -> None:
    """Asserts that all outputs are as they must be."""
    wanted_cells = LANGUAGES[language].cells
    code = [cell for cell in done.cells if cell.cell_type == "code"]
    for cell, (source, wanted) in zip(code, wanted_cells):
        cell.outputs = coalesce(cell.outputs)
        assert cell.outputs == wanted, f"{source!r}\n got {cell.outputs}\nwant {wanted}"
    html, bar, _ = code[len(wanted_cells):]
    assert html.outputs[0].data["text/html"] == "<i>x</i>", html.outputs
    assert "second" in bar.outputs[0].data["text/plain"], f"the display was not updated: {bar.outputs}"
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert done.metadata.language_info.name == language, done.metadata


def fails(language: str, code: str, message: str) -> None:
    """Asserts that code stops a notebook."""
    stopped = new_notebook(cells=[new_code_cell(code), new_code_cell("1")])
    try:
        NotebookClient(stopped, timeout=60, kernel_name=f"llmspell-{language}").execute()
    except CellExecutionError as error:
        assert message in str(error), error
    else:
        raise AssertionError(f"{code!r} did not stop the notebook")


def main(folder: Path, language: str) -> int:
    """Runs both ways."""
    done = notebook(language)
    NotebookClient(done, timeout=60, kernel_name=f"llmspell-{language}").execute()
    compare(done, language)

    path = folder / "cells.ipynb"
    nbformat.write(notebook(language), path)
    subprocess.run(["jupyter", "execute", "--inplace", str(path)], check=True)
    compare(nbformat.read(path, as_version=4), language)

    fails(language, LANGUAGES[language].failing, "boom")
    fails(language, LANGUAGES[language].asking, "")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
