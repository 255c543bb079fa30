# SPDX-License-Identifier: Apache-2.0 OR MIT
"""jupyter_kernel_test's own tests of a kernel, with samples for Python. Nothing is skipped but the pager."""

import jupyter_kernel_test
from kernel_test_run import run


class PythonKernelTests(jupyter_kernel_test.KernelTests):
    """Samples; the tests themselves come from the base class. `code_page_something` stays unset: there is no pager."""

    kernel_name = "llmspell-python"
    language_name = "python"
    file_extension = ".py"

    code_hello_world = 'print("hello, world")'
    code_stderr = "import sys; print('problem', file=sys.stderr)"

    completion_samples = [
        {"text": "zi", "matches": {"zip"}},
        {"text": "str.upp", "matches": {"upper"}},
        {"text": "zzz_no_such_name", "matches": set()},
    ]
    complete_code_samples = ["1", "print('hello')", "def f(x): return x * 2", "x = [1,\n2]", "# a comment"]
    incomplete_code_samples = ["print('''hello", "def f(x):\n  x*2", "x = [1,"]
    invalid_code_samples = ["import = 7q", "x = = 1", ")"]

    code_generate_error = "raise ValueError('boom')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[n * n for n in range(1, 4)]", "result": "[1, 4, 9]"},
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "1 + 2 + 3", "result": "6"},
    ]
    code_display_data = [
        {"code": "from llmspell import HTML; display(HTML('<b>bold</b>'))", "mime": "text/html"},
        {"code": "from llmspell import Markdown; display(Markdown('**bold**'))", "mime": "text/markdown"},
    ]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "zip"
    code_clear_output = "clear_output()"


if __name__ == "__main__":
    run()
