// SPDX-License-Identifier: Apache-2.0 OR MIT
// The pieces of code that let a source be stopped. They call what `prelude_debug.ts` gives them.

/** Frames that are told apart; what is called deeper runs, and is not seen. */
export const maxDepth = 2_048;
/** Scopes within one function that have an evaluator of their own. */
export const maxLevels = 8;

/** Where in the program a piece is put. */
export interface Place {
  /** Number of the function within the session. */
  readonly site: number;
  /** Name of the variable with the frame's depth. */
  readonly frame: string;
  /** Name of the variable with the frame of a function that may wait; undefined in one that cannot. */
  readonly waiting: string | undefined;
  /** False in the constructor of a derived class, where `this` may not be there yet. */
  readonly hasThis: boolean;
}

/** Makes pieces for one source. No piece has a line break, and each stands between two marks. */
export class Pieces {
  readonly #name: string;
  readonly #source: number;

  /**
   * @param name what the names of all pieces begin with; no script knows it
   * @param source number of the source within the session
   */
  constructor(name: string, source: number) {
    this.#name = name;
    this.#source = source;
  }

  /** What stands at both ends of a piece. */
  get mark(): string {
    return `/*${this.#name}*/`;
  }

  /** A piece between its marks. */
  marked(text: string): string {
    return `${this.mark}${text}${this.mark}`;
  }

  /** Variable with the depth of the top level's frame. */
  get topFrame(): string {
    return `${this.#name}f${this.#source}`;
  }

  /** Variable with the frame of a top level that waits. */
  get topWaiting(): string {
    return `${this.#name}k${this.#source}`;
  }

  /** Variable with the depth of a function's frame. */
  get frame(): string {
    return `${this.#name}f`;
  }

  /** Variable with the frame of a function that may wait. */
  get waiting(): string {
    return `${this.#name}k`;
  }

  /** What declares the variables of all sources; the object is where `api.debugOpen` of the prelude left it. */
  get prologue(): string {
    const name = this.#name;
    const lists = { n: "state", p: "points", e: "evaluators", t: "selves" };
    const parts = Object.entries(lists).map(([end, list]) => `${name}${end}=${name}d.${list}`);
    return `const ${name}d=globalThis.${name},${parts.join()};` +
      `let ${name}a=false,${name}w=${name}d.wanted();${name}d.open((a)=>{${name}a=a});delete globalThis.${name}`;
  }

  /** What declares the variables of this source; `site` is the number of its top level. */
  declarations(site: number): string {
    const frame = this.#record(site, "0");
    return `let ${this.topFrame}=-1;const ${this.topWaiting}=${frame};${this.#name}w=${this.#name}d.wanted()`;
  }

  /** An expression that stops at a point when that is wanted. */
  check(place: Place, point: number): string {
    const name = this.#name;
    const { frame, waiting } = place;
    const at = `${name}d.at(${frame},${this.#evaluator(place)}${place.hasThis ? ",this" : ""})`;
    if (waiting === undefined) return `${name}w[${name}p[${frame}]=${point}]&&${at}`;
    const depth = `${frame}=${name}d.on(${frame},${waiting})`;
    return `${name}p[${depth}]=${point},(${name}a||${name}w[${point}])&&${at}`;
  }

  /** An expression that keeps what evaluates code in a scope, for the time when something it calls is stopped. */
  scope(place: Place, level: number): string | undefined {
    if (place.waiting !== undefined) return undefined;
    return `${this.#name}a&&(${this.#slot(place, level)}=${this.#evaluator(place)})`;
  }

  /** Head of a function's body; what follows is in a block. */
  enter(place: Place): string {
    const name = this.#name;
    const { frame, waiting, site } = place;
    const self = place.hasThis ? "this" : "0";
    if (waiting !== undefined) {
      return `;var ${waiting}=${this.#record(site, self)},${frame}=${name}d.on(-1,${waiting});try{`;
    }
    const keep = `${this.#slot(place, 0)}=${this.#evaluator(place)},${name}t[${frame}]=${self}`;
    return `;var ${frame}=${name}n[0]++;try{${name}a&&(${keep});`;
  }

  /** End of a function's body; `levels` is how deep scopes with names are nested in it. */
  leave(place: Place, levels: number): string {
    const name = this.#name;
    const { frame, waiting } = place;
    if (waiting !== undefined) return `}finally{${name}d.end(${frame},${waiting})}`;
    let slots = `${name}t[${frame}]`;
    for (let level = 0; level <= Math.min(levels, maxLevels - 1); level++) {
      slots += `=${this.#slot(place, level)}`;
    }
    return `}finally{${name}n[0]=${frame};${name}a&&(${slots}=0)}`;
  }

  /** Head of a source whose top level has a frame. */
  enterTop(place: Place): string {
    const name = this.#name;
    const { frame, waiting } = place;
    if (waiting !== undefined) return `;${frame}=${name}d.on(-1,${waiting});`;
    const keep = `${this.#slot(place, 0)}=${this.#evaluator(place)},${name}t[${frame}]=this`;
    return `;${frame}=${name}n[0]++;${name}a&&(${keep});`;
  }

  /** What stands before an `await` or a `yield`, between it and its operand, and behind it. */
  pause(place: Place, kind: "await" | "yield"): readonly [before: string, on: string, end: string] {
    const name = this.#name;
    const { frame, waiting } = place;
    const leave = kind === "await" ? "wait" : "give";
    return [
      `${name}d.back(`,
      ` ${name}d.${leave}(`,
      `,${frame},${waiting}),${frame}=${name}d.on(${frame},${waiting}))`,
    ];
  }

  /**
   * A frame of a function that may wait: site, last point (or the negative site), evaluator, `this`, whether it waits,
   * whether it has ended.
   */
  #record(site: number, self: string): string {
    return `{s:${site},p:${-site},e:0,h:${self},w:0,d:0}`;
  }

  #slot({ frame }: Place, level: number): string {
    const offset = maxDepth * Math.min(level, maxLevels - 1);
    return `${this.#name}e[${offset === 0 ? frame : `${frame}+${offset}`}]`;
  }

  /** An arrow function would make its function keep an `arguments` object at each call. */
  #evaluator({ hasThis }: Place): string {
    const code = `eval(${this.#name}d.c)`;
    return hasThis ? `function(){return ${code}}` : `()=>${code}`;
  }
}
