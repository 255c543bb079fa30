# SPDX-License-Identifier: Apache-2.0 OR MIT
"""jupyter_kernel_test's own tests of a kernel, with samples for JavaScript. Nothing is skipped but the pager."""

import jupyter_kernel_test
from kernel_test_run import run


class JavascriptKernelTests(jupyter_kernel_test.KernelTests):
    """Samples; the tests themselves come from the base class. `code_page_something` stays unset: there is no pager."""

    kernel_name = "llmspell-javascript"
    language_name = "javascript"
    file_extension = ".js"

    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("problem")'

    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": "JSON.str", "matches": {"stringify"}},
        {"text": "zzz_no_such_name", "matches": set()},
    ]
    complete_code_samples = ["console.log('hello')", "x = 1", "function f(x) { return x * 2 }", "1 + 1", "// a comment"]
    incomplete_code_samples = ["console.log('hello'", "function f(x) {", "for (const i of [1, 2]) {", "x = {", "`a"]
    invalid_code_samples = ["x = = 1", "}", "const const = 1"]

    code_generate_error = 'throw new Error("boom")'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "((n) => n * n)(12)", "result": "144"},
        {"code": "true && null === null", "result": "true"},
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "1 + 2 + 3", "result": "6"},
    ]
    code_display_data = [
        {"code": "display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "display.markdown('**bold**')", "mime": "text/markdown"},
    ]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "JSON.stringify"
    code_clear_output = "clear_output(false)"


if __name__ == "__main__":
    run()
