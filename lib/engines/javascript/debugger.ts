// SPDX-License-Identifier: Apache-2.0 OR MIT
// The debugger of a JavaScript session: instruments what is loaded, stands at stops, answers what is asked there.

import { parse } from "acorn";
import type {
  DebugEvent,
  DebugFrame,
  DebugScope,
  DebugVariable,
  ResumeAction,
  StopReason,
} from "../../contracts/mod.ts";
import {
  type DebugRequest,
  evaluationFailed,
  notAttached,
  notStopped,
  referenceUnknown,
} from "../worker/mod.ts";
import { type DebugSource, DebugSources, type FoundPoint, visibleNames } from "./debug_sources.ts";
import { DebugWord, DebugWords } from "./debug_words.ts";
import { maxLevels, Pieces } from "./instrument_text.ts";
import { preludeName } from "./prelude.ts";
import { debugMode } from "./prelude_debug.ts";
import type { JavascriptSession } from "./session.ts";
import type { HostFunction } from "./vm.ts";

/** A frame as the prelude knows it. */
interface Frame extends FoundPoint {
  readonly depth: number;
}

/** What a `variablesReference` stands for; `depth` is of the frame that expressions are evaluated in. */
type Reference =
  | { readonly depth: number; readonly names: readonly string[] | "globals" }
  | { readonly depth: number; readonly held: number };

/** A variable as the prelude tells it. */
type Told = Omit<DebugVariable, "variablesReference"> & { readonly held: number };

const actions: Readonly<Record<ResumeAction, number>> = {
  continue: debugMode.none,
  next: debugMode.next,
  stepIn: debugMode.stepIn,
  stepOut: debugMode.stepOut,
};

/** The debugger of one session. */
export class JavascriptDebugger {
  readonly #session: Pick<JavascriptSession, "vm" | "scheduler" | "output" | "link">;
  readonly #name = `$${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;
  readonly #sources = new DebugSources(this.#name);
  readonly #frames = new Map<number, Frame>();
  readonly #references = new Map<number, Reference>();
  /** Texts of functions without what was added to them. */
  readonly sourceText: (text: string) => string;
  #isOpen = false;
  #isAttached = false;
  #isStanding = false;
  #isResumed = false;
  #mode: number = debugMode.none;
  #hasMarks = false;
  #execution = -1;
  #nextId = 1;
  #turns = 0;
  #words: DebugWords | undefined;
  /** True when the prelude could not be told of the mode. */
  #isLate = false;

  /** A debugger that is not attached. */
  constructor(session: Pick<JavascriptSession, "vm" | "scheduler" | "output" | "link">) {
    this.#session = session;
    const { mark } = new Pieces(this.#name, 0);
    this.sourceText = (text) => text.split(mark).filter((_, index) => index % 2 === 0).join("");
  }

  /** Functions of the Worker that the prelude calls. */
  get functions(): Record<string, HostFunction> {
    return {
      stopped: (reason, point) => this.#stand(reason as StopReason, Number(point)),
      sourceStack: (stack) => this.#sources.sourceStack(String(stack)),
    };
  }

  /** Code to run in place of code that is about to be loaded: itself when no debugger is attached. */
  load(code: string, name: string, chunkName: string, isModule: boolean): string {
    if (!this.#isAttached) return code;
    let source: DebugSource;
    try {
      source = this.#sources.add({ code, name, chunkName, isModule });
    } catch (error) {
      // The interpreter says what is wrong with it.
      if (error instanceof SyntaxError || error instanceof RangeError) return code;
      throw error;
    }
    const { points, firstSite, declarations } = source;
    const lines = points.map(({ line }) => line);
    const levels = points.map(({ scope }) => Math.min(scope.level, maxLevels - 1));
    const sites = points.map(({ scope }) => firstSite + scope.site);
    this.#session.vm.call("debugSource", JSON.stringify({ lines, levels, sites }));
    this.#declare(declarations);
    this.#mark();
    return source.code;
  }

  /** Told before the interpreter is entered from outside; what it gives is told when it has been left. */
  enter(): (() => void) | undefined {
    if (this.#isLate) this.#setMode(this.#mode);
    const words = this.#words;
    if (words === undefined) return undefined;
    const { view } = words;
    const [depth = 0, base = 0, turn = 0] = view;
    view[DebugWord.base] = depth;
    view[DebugWord.turn] = ++this.#turns;
    return () => words.view.set([depth, base, turn, 0]);
  }

  /** Told before a job of a promise is run. */
  job(): void {
    if (this.#words === undefined) return;
    const { view } = this.#words;
    view[DebugWord.depth] = view[DebugWord.base] ?? 0;
    view[DebugWord.turn] = ++this.#turns;
  }

  /** Told when an execution has ended: a step that it was to make is not made by another. */
  ended(execution: number): void {
    if (this.#execution !== execution || this.#mode <= debugMode.pause) return;
    this.#setMode(debugMode.none);
  }

  /** Answers a request. @throws {KernelError} as `EngineDebugger` says */
  answer(request: DebugRequest): unknown {
    switch (request.command) {
      case "attach":
        return this.#attach();
      case "detach":
        return this.#detach();
      case "setBreakpoints": {
        this.#needAttached(request.command);
        const states = this.#sources.setBreakpoints(request.source, request.lines);
        this.#mark();
        return states;
      }
      case "pause":
        this.#needAttached(request.command);
        return this.#isStanding ? undefined : this.#setMode(debugMode.pause);
      case "resume":
        this.#needStanding(request.command);
        return this.#resume(actions[request.action]);
      case "stackTrace":
        this.#needStanding(request.command);
        return this.#stackTrace();
      case "scopes":
        this.#needStanding(request.command);
        return this.#scopes(this.#frame(request.frame));
      case "variables":
        this.#needStanding(request.command);
        return this.#variables(this.#reference(request.reference));
      case "evaluate": {
        this.#needStanding(request.command);
        const { depth } = this.#frame(request.frame);
        return this.#told(depth, this.#ask("debugEvaluate", depth, asCode(request.expression)));
      }
      case "setVariable":
        this.#needStanding(request.command);
        return this.#setVariable(request, this.#reference(request.reference));
    }
  }

  /** Tells the prelude of what has no answer. @returns false when it was cut off, where code is to end */
  #tell(name: string, ...args: readonly (number | boolean)[]): boolean {
    try {
      this.#session.vm.call(name, ...args);
      return true;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return false;
    }
  }

  /** Runs declarations as a script. */
  #declare(code: string): void {
    const { context } = this.#session.vm;
    context.unwrapResult(context.evalCode(code, preludeName, { type: "global" })).dispose();
  }

  #needAttached(command: string): void {
    if (!this.#isAttached) throw notAttached(command);
  }

  #needStanding(command: string): void {
    if (!this.#isStanding) throw notStopped(command);
  }

  #attach(): void {
    this.#isAttached = true;
    if (this.#isOpen) return;
    const { vm } = this.#session;
    this.#words = new DebugWords(vm.context);
    vm.call("debugOpen", this.#name, this.#words.buffer);
    const { prologue } = new Pieces(this.#name, 0);
    this.#declare(prologue);
    this.#isOpen = true;
  }

  #detach(): void {
    if (!this.#isAttached) return;
    this.#isAttached = false;
    this.#sources.clear();
    this.#mark();
    if (this.#isStanding) this.#resume(debugMode.none);
    else this.#setMode(debugMode.none);
  }

  /** Tells the prelude of all that is to be stopped at. */
  #mark(): void {
    const marks = this.#isAttached ? this.#sources.marks() : [];
    this.#hasMarks = marks.length > 0;
    this.#session.vm.call("debugMarks", JSON.stringify(marks));
    this.#setMode(this.#mode);
  }

  #setMode(mode: number): void {
    this.#mode = mode;
    if (!this.#isOpen) return;
    const isActive = this.#isStanding || mode !== debugMode.none || this.#hasMarks;
    this.#isLate = !this.#tell("debugMode", mode, isActive);
  }

  /** Stands until the code is to go on. */
  #stand(reason: StopReason, number: number): void {
    const { scheduler, output, link } = this.#session;
    const found = this.#sources.point(number);
    const execution = scheduler.current?.execution;
    if (found === undefined || execution === undefined) return;
    if (this.#isStanding || scheduler.isStopping) return;
    const tell = (event: DebugEvent): void => link.post({ type: "debug", event });
    output.flush();
    this.#isStanding = true;
    this.#isResumed = false;
    this.#mode = debugMode.none;
    this.#execution = execution;
    const { source: { name: source }, point: { line } } = found;
    tell({ type: "stopped", reason, execution, source, line });
    try {
      scheduler.stand(() => this.#isResumed);
    } finally {
      output.flush();
      this.#isStanding = false;
      if (!this.#isResumed) this.#forget(debugMode.none);
      tell({ type: "continued", execution });
    }
  }

  #resume(mode: number): void {
    this.#isResumed = true;
    this.#isStanding = false;
    this.#forget(mode);
  }

  /** What was told of this stop is not valid any more. */
  #forget(mode: number): void {
    this.#frames.clear();
    this.#references.clear();
    this.#tell("debugRelease");
    this.#setMode(mode);
  }

  #frame(id: number): Frame {
    const frame = this.#frames.get(id);
    if (frame === undefined) throw referenceUnknown("frame", id);
    return frame;
  }

  #reference(id: number): Reference {
    const reference = this.#references.get(id);
    if (reference === undefined) throw referenceUnknown("variable", id);
    return reference;
  }

  #refer(reference: Reference): number {
    this.#references.set(this.#nextId, reference);
    return this.#nextId++;
  }

  /** Asks the prelude for something that may fail. @throws {KernelError} `debug.evaluate` */
  #ask(name: string, ...args: readonly (string | number)[]): Told {
    let answer: unknown;
    try {
      answer = this.#session.vm.ask(name, ...args);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw evaluationFailed(error.message);
    }
    const { error } = Object(answer);
    if (typeof error === "string") throw evaluationFailed(error);
    return answer as Told;
  }

  #told(depth: number, { name, value, type, held }: Told): DebugVariable {
    const variablesReference = held === 0 ? 0 : this.#refer({ depth, held });
    return { name, value, type, variablesReference };
  }

  #stackTrace(): readonly DebugFrame[] {
    const list = this.#session.vm.ask("debugStack") as [number: number, depth: number][];
    return list.flatMap(([number, depth]) => {
      const found = this.#sources.point(number);
      if (found === undefined) return [];
      const { source, point: { line, scope } } = found;
      const id = this.#nextId++;
      this.#frames.set(id, { ...found, depth });
      return [{ id, name: source.sites[scope.site] ?? "", source: source.name, line }];
    });
  }

  #scopes({ depth, ...found }: Frame): readonly DebugScope[] {
    const { locals, closure } = visibleNames(found);
    const scope = (name: string, names: readonly string[] | "globals"): DebugScope => ({
      name,
      variablesReference: this.#refer({ depth, names }),
      expensive: names === "globals",
    });
    return [
      scope("Locals", locals),
      ...(closure.length > 0 ? [scope("Closure", closure)] : []),
      scope("Globals", "globals"),
    ];
  }

  #variables(reference: Reference): readonly DebugVariable[] {
    const { vm } = this.#session;
    const { depth } = reference;
    const list = "held" in reference
      ? vm.ask("debugInside", reference.held)
      : reference.names === "globals"
      ? vm.ask("debugGlobals")
      : vm.ask("debugVariables", depth, JSON.stringify(reference.names));
    return (list as Told[]).map((told) => this.#told(depth, told));
  }

  #setVariable(
    { name, expression }: Extract<DebugRequest, { command: "setVariable" }>,
    reference: Reference,
  ): DebugVariable {
    const { depth } = reference;
    const code = asCode(expression);
    if ("held" in reference) {
      return this.#told(depth, this.#ask("debugAssignInside", reference.held, name, depth, code));
    }
    const names = reference.names === "globals"
      ? (this.#session.vm.ask("debugGlobals") as Told[]).map(({ name }) => name)
      : reference.names;
    if (!names.includes(name)) throw evaluationFailed(`there is no variable "${name}" here`);
    const place = reference.names === "globals" ? `globalThis[${JSON.stringify(name)}]` : name;
    return this.#told(depth, this.#ask("debugAssign", depth, name, place, code));
  }
}

/** Code whose value is that of an expression where it is one: `{ a: 1 }` is an object. */
function asCode(expression: string): string {
  const code = `(${expression}\n)`;
  try {
    const { body } = parse(code, {
      ecmaVersion: "latest",
      allowSuperOutsideMethod: true,
      checkPrivateFields: false,
    });
    return body.length === 1 ? code : expression;
  } catch (error) {
    if (error instanceof SyntaxError) return expression;
    throw error;
  }
}
