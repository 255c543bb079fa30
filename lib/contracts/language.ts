// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a script language says of itself, in the words of Jupyter's `language_info`.

/** A language as front ends need to know it. @see Jupyter messaging 5.5, "Kernel info" */
export interface LanguageInfo {
  /** Lower-case name: `lua`. */
  readonly name: string;
  /** Version of the language: `5.4.6`. */
  readonly version: string;
  readonly mimetype: string;
  /** With the dot: `.lua`. */
  readonly fileExtension: string;
  readonly pygmentsLexer: string;
  readonly codemirrorMode: string;
  /** One or more lines shown by a console when it connects. */
  readonly banner: string;
  readonly helpLinks: readonly HelpLink[];
}

/** An entry of a front end's help menu. */
export interface HelpLink {
  readonly text: string;
  readonly url: string;
}
