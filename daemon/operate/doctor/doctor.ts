// SPDX-License-Identifier: Apache-2.0 OR MIT
// The work of `doctor`: every check in order, and the mending of what can be mended.

import { type Cell, renderTable, type Style, styled } from "../../cli/table.ts";
import { checkConfiguration } from "./check_config.ts";
import { checkFolders } from "./check_folders.ts";
import { checkJupyter, checkSystemd } from "./check_integration.ts";
import { checkKernels } from "./check_kernels.ts";
import { checkLeftovers } from "./check_leftovers.ts";
import { checkMachine } from "./check_machine.ts";
import { checkPorts } from "./check_ports.ts";
import { type Check, type DoctorContext, type Finding, reasonOf } from "./finding.ts";

/** A finding after the mending, without the means; what `doctor --format json` prints. */
export interface Diagnosis extends Omit<Finding, "fix"> {
  /** True when it was a problem or a warning and has been mended. */
  readonly fixed: boolean;
}

const checks: readonly Check[] = [
  checkMachine,
  checkFolders,
  checkConfiguration,
  checkLeftovers,
  checkKernels,
  checkPorts,
  checkJupyter,
  checkSystemd,
];

/** Makes every check, and mends what can be mended if asked to. */
export async function examine(context: DoctorContext, fix: boolean): Promise<Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  // One after the other: what a check mends, a later one finds in order.
  for (const check of checks) {
    for (const finding of await check(context)) {
      diagnoses.push(fix ? await mended(finding) : diagnosis(finding));
    }
  }
  return diagnoses;
}

/** The diagnoses for people, with a sum. */
export function diagnosesText(diagnoses: readonly Diagnosis[], colour: boolean): string {
  const rows = diagnoses.flatMap(({ status, check, text, remedy, fixed }): Cell[][] => [
    [{ text: fixed ? "fixed" : status, style: styles[status] }, check, text],
    ...(status === "ok" || remedy === undefined ? [] : [["", "", `remedy: ${remedy}`]]),
  ]);
  const table = renderTable([{ title: "" }, { title: "" }, { title: "" }], rows, colour);
  const count = (wanted: Finding["status"]) =>
    diagnoses.filter(({ status }) => status === wanted).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  const sum = `${problems} problems, ${warnings} warnings`;
  const style = problems > 0 ? "bad" : warnings > 0 ? "warning" : "good";
  return `${table}\n${styled(sum, style, colour)}\n`;
}

const styles: Readonly<Record<Finding["status"], Style>> = Object.freeze({
  ok: "good",
  warning: "warning",
  problem: "bad",
});

function diagnosis({ fix: _fix, ...finding }: Finding): Diagnosis {
  return { ...finding, fixed: false };
}

async function mended(finding: Finding): Promise<Diagnosis> {
  if (finding.fix === undefined || finding.status === "ok") return diagnosis(finding);
  const { check, text } = finding;
  try {
    return { check, status: "ok", text: `${text}; ${await finding.fix()}`, fixed: true };
  } catch (error) {
    const failure = `${text}; it cannot be mended: ${reasonOf(error)}`;
    return { ...diagnosis(finding), text: failure };
  }
}
