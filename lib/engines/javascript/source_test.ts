// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { isComplete, prepareCell, SourceError } from "./source.ts";

Deno.test("prepareCell() makes declarations at the top level outlive their cell", () => {
  const cases: readonly (readonly [source: string, code: string])[] = [
    ["let a = 1, b;", "var a = 1, b=undefined;"],
    ["const { c } = o;", "var   { c } = o;"],
    ["class D {}", "var D=class D {};"],
    ["for (let i = 0; i < 1; i++) { let j }", "for (let i = 0; i < 1; i++) { let j }"],
    ["import e, { f as g } from 'm'", 'var {default:e,f:g}=await import("m");'],
    ["import h, * as i from 'm'", 'var i=await import("m");var {default:h}=i;'],
    ["import 'm'", 'void await import("m");'],
    ["export const k = 1", "var   k = 1"],
    ["export function l() {}", "function l() {}"],
    ["export { m }; let m = 1", " var m = 1"],
  ];
  for (const [source, code] of cases) assert.equal(prepareCell(source).code, code);
});

Deno.test("prepareCell() keeps every line where it was", () => {
  const { code } = prepareCell("import {\n  a,\n  b,\n} from 'm';\nthrow 1");
  assert.equal(code.split("\n")[4], "throw 1");
  const typed = prepareCell("interface A {\n  x: number;\n}\nconst a: A = { x: 1 };\nthrow a");
  assert.equal(typed.code.split("\n")[4], "throw a");
});

Deno.test("prepareCell() tells whether the last statement is an expression", () => {
  assert.deepEqual(["1", "let x = 1", "1; if (x) 2"].map((code) => prepareCell(code).hasValue), [
    true,
    false,
    false,
  ]);
});

Deno.test("prepareCell() says where code stops to be a program", () => {
  assert.throws(
    () => prepareCell("let a = 1;\na = = 2"),
    (error) => error instanceof SourceError && error.line === 2 && error.column === 5,
  );
  assert.throws(() => prepareCell("(".repeat(50_000)), SourceError);
});

Deno.test("isComplete() asks for more where more can make it whole", () => {
  const cases: readonly (readonly [code: string, status: string])[] = [
    ["f(1)", "complete"],
    ["const a: number = 1", "complete"],
    ["f(", "incomplete"],
    ["`a", "incomplete"],
    ["/* a", "incomplete"],
    ["a = = 1", "invalid"],
    ["'a", "invalid"],
  ];
  for (const [code, status] of cases) assert.equal(isComplete(code).status, status, code);
  assert.deepEqual(isComplete("  if (a) {"), { status: "incomplete", indent: "    " });
});
