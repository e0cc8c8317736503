// Types of `cellucid-session/texts`.

/** Rule to its sentence and why. */
export const TEXTS: { readonly [rule: string]: readonly [sentence: string, why: string] };
