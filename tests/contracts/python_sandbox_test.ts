// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a Python script may try to get out of its session, or to bring it down.

import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import { catalogue } from "./hostile/mod.ts";
import { testHostile } from "./hostile/run.ts";

testHostile(createPythonEngine(), catalogue.Python, {
  plant: (literal) => `planted = ${literal}`,
  shown: (text) => `'${text}'`,
  nothing: "None",
  shared: true,
});
