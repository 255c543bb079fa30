// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether the configuration can be used.

import { checkConfig, problemLine } from "../../../lib/config/mod.ts";
import { configSources } from "../../config_files.ts";
import type { DoctorContext, Finding } from "./finding.ts";

/** Looks at the files in `LLMSPELL_HOME` and at the environment. */
export async function checkConfiguration({ env }: DoctorContext): Promise<Finding[]> {
  const check = "config";
  const { files, problems } = await checkConfig(configSources({}, env));
  if (problems.length === 0) {
    const text = files.length === 0
      ? "no configuration file; the defaults and the environment hold"
      : `${files.map((file) => `"${file}"`).join(" and ")} can be used`;
    return [{ check, status: "ok", text }];
  }
  return problems.map((problem) => ({
    check,
    status: "problem",
    text: problemLine(problem),
    remedy: "llmspell config validate",
  }));
}
