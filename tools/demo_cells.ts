// SPDX-License-Identifier: Apache-2.0 OR MIT
// Cells of a script, and what a front end would show below each.

/** A part of a script between two lines that begin with `-- %%`. */
export interface Cell {
  /** What stands behind `-- %%`. */
  readonly title: string;
  readonly code: string;
}

/** A message of iopub, as far as outputs need it. */
export interface OutputMessage {
  readonly header: { readonly msg_type: string };
  readonly content: Readonly<Record<string, unknown>>;
}

/** One output of a cell. */
export interface Output {
  readonly kind: "stdout" | "stderr" | "result" | "display" | "error";
  readonly text: string;
  /** Type of the content when it is no plain text. */
  readonly mime?: string;
}

/**
 * Splits a script into its cells. What stands before the first mark is no cell; cells without code are left out.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(splitCells("-- %% One\nprint(1)\n"), [{ title: "One", code: "print(1)" }]);
 * ```
 */
export function splitCells(script: string): Cell[] {
  return script.split(/^-- %%/m).slice(1).flatMap((part) => {
    const [title = "", ...lines] = part.split("\n");
    const code = lines.join("\n").trim();
    return code === "" ? [] : [{ title: title.trim(), code }];
  });
}

/** What is seen below a cell in the end: streams joined, displays updated, cleared output gone. */
export function collectOutputs(messages: readonly OutputMessage[]): Output[] {
  const outputs: (Output & { readonly id: unknown })[] = [];
  let clearing = false;
  for (const { header, content } of messages) {
    if (header.msg_type === "clear_output") {
      clearing = content["wait"] === true;
      if (!clearing) outputs.length = 0;
      continue;
    }
    const output = toOutput(header.msg_type, content);
    if (output === undefined) continue;
    if (clearing) outputs.length = 0;
    clearing = false;
    const last = outputs.at(-1);
    if (header.msg_type === "update_display_data") {
      outputs.forEach(({ id }, at) => {
        if (id === output.id) outputs[at] = output;
      });
    } else if (header.msg_type === "stream" && last?.kind === output.kind) {
      outputs[outputs.length - 1] = { ...output, text: last.text + output.text };
    } else {
      outputs.push(output);
    }
  }
  return outputs.map(({ id: _, ...output }) => output);
}

function toOutput(
  type: string,
  content: OutputMessage["content"],
): Output & { readonly id: unknown } | undefined {
  if (type === "stream") {
    const kind = content["name"] === "stderr" ? "stderr" : "stdout";
    return { kind, text: String(content["text"]), id: undefined };
  }
  if (type === "error") {
    const lines = Array.isArray(content["traceback"]) ? content["traceback"] : [];
    return { kind: "error", text: lines.join("\n"), id: undefined };
  }
  const kind =
    { execute_result: "result", display_data: "display", update_display_data: "display" }[
      type
    ];
  if (kind !== "result" && kind !== "display") return undefined;
  const transient = content["transient"] as { readonly display_id?: string } | undefined;
  const id = transient?.display_id;
  return { kind, ...richest(content["data"] as Readonly<Record<string, unknown>>), id };
}

/** The form that says most in a terminal: the richest type's name with a text that can be read. */
function richest(data: Readonly<Record<string, unknown>>): Pick<Output, "text" | "mime"> {
  const mime = Object.keys(data).find((name) => name !== "text/plain");
  const content = data["text/plain"] ?? data[mime ?? ""];
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return mime === undefined ? { text } : { text, mime };
}
