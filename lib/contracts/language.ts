// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a script language says of itself, in the words of Jupyter's `language_info`.

/** A language as front ends need to know it. @see Jupyter messaging 5.5, "Kernel info" */
export interface LanguageInfo {
  /** Lower-case name: `lua`. */
  readonly name: string;
  /** Version of the language: `5.4.6`. */
  readonly version: string;
  /** Of script files: `text/x-lua`. */
  readonly mimetype: string;
  /** With the dot: `.lua`. */
  readonly fileExtension: string;
  /** Pygments lexer that colours it in consoles and exports: `lua`. */
  readonly pygmentsLexer: string;
  /** CodeMirror mode, by name or MIME type, that colours it in notebooks. */
  readonly codemirrorMode: string;
  /** One or more lines shown by a console when it connects. */
  readonly banner: string;
  /** In the order of the menu; may be empty. */
  readonly helpLinks: readonly HelpLink[];
}

/** An entry of a front end's help menu. */
export interface HelpLink {
  /** Label of the entry: `Lua 5.4 Reference Manual`. */
  readonly text: string;
  /** Absolute `https:` address that the entry opens. */
  readonly url: string;
}
