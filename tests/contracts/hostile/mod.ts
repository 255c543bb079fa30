// SPDX-License-Identifier: Apache-2.0 OR MIT
// The catalogue of hostile scripts: run by the tests, told in docs/security.md.

import type { AttemptGroup } from "./attempt.ts";
import { javascriptHost } from "./javascript_host.ts";
import { javascriptInterpreter } from "./javascript_interpreter.ts";
import { javascriptResources, javascriptValues } from "./javascript_resources.ts";
import { luaHost } from "./lua_host.ts";
import { luaInterpreter } from "./lua_interpreter.ts";
import { luaResources, luaValues } from "./lua_resources.ts";
import { pythonHost } from "./python_host.ts";
import { pythonInterpreter } from "./python_interpreter.ts";
import { pythonJavascript } from "./python_javascript.ts";
import { pythonResources, pythonValues } from "./python_resources.ts";

/** Groups of attempts, by the language's name for a reader. */
export const catalogue: Readonly<
  Record<"Lua" | "JavaScript" | "Python", readonly AttemptGroup[]>
> = Object.freeze({
  Lua: [luaHost, luaInterpreter, luaResources, luaValues],
  JavaScript: [javascriptHost, javascriptInterpreter, javascriptResources, javascriptValues],
  Python: [pythonJavascript, pythonHost, pythonInterpreter, pythonResources, pythonValues],
});
