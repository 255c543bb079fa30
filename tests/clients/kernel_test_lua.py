# SPDX-License-Identifier: Apache-2.0 OR MIT
"""jupyter_kernel_test's own tests of a kernel, with samples for Lua. Nothing is skipped but the pager."""

import jupyter_kernel_test
from kernel_test_run import run


class LuaKernelTests(jupyter_kernel_test.KernelTests):
    """Samples; the tests themselves come from the base class.

    `code_page_something` stays unset: payloads are deprecated, and Lua has no pager.
    """

    kernel_name = "llmspell"
    language_name = "lua"
    file_extension = ".lua"

    code_hello_world = 'print("hello, world")'
    code_stderr = 'io.stderr:write("problem\\n")'

    completion_samples = [
        {"text": "string.rep", "matches": {"rep"}},
        {"text": "coroutine.wr", "matches": {"wrap"}},
        {"text": "math.hug", "matches": {"huge"}},
        {"text": "zzz_no_such_name", "matches": set()},
    ]
    complete_code_samples = ["print('hello')", "x = 1", "function f(x) return x * 2 end", "for i = 1, 3 do print(i) end",
                             "1 + 1", "local s = [[a\nb]]", "-- a comment"]
    incomplete_code_samples = ["print('hello'", "function f(x)", "for i = 1, 3 do", "x = {", "if x then", "local s = [[a",
                               "repeat", "x ="]
    invalid_code_samples = ["x = = 1", "end", "import = 7q", "x = 'abc", "for for"]

    code_generate_error = 'error("boom")'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "(function(n) return n * n end)(12)", "result": "144"},
        {"code": "('x'):rep(3)"},
        {"code": "true and nil == nil", "result": "true"},
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "1 + 2 + 3", "result": "6"},
    ]
    code_display_data = [
        {"code": "display.html('<b>bold</b>')", "mime": "text/html"},
        {"code": "display.markdown('**bold**')", "mime": "text/markdown"},
        {"code": "display.latex('$x^2$')", "mime": "text/latex"},
        {"code": "display.json({a = 1})", "mime": "application/json"},
        {"code": "display('text')", "mime": "text/plain"},
    ]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "print"
    code_clear_output = "clear_output(false)"


if __name__ == "__main__":
    run()
