/** The styles of forms. */
export const formStyle = `
.form{display:flex;flex-direction:column;gap:14px;padding:22px 20px 20px}
.form h2,.end h2{font-size:1.25em;font-weight:650;line-height:1.3;text-wrap:balance}
.form .message{white-space:pre-line;text-wrap:pretty}
.field{display:flex;flex-direction:column;gap:5px}
.field label,legend{font-size:.9em;font-weight:600}
.star-mark{color:var(--error)}
.field input:not([type=checkbox]),.field textarea,.field select{width:100%;min-height:44px;padding:9px 13px;border:1.5px solid var(--field);border-radius:10px;background:var(--surface);color:var(--text);outline:0;transition:border-color .15s,box-shadow .15s}
.classic .field :is(input,textarea,select){border-radius:4px}
.field textarea{resize:vertical;min-height:76px}
.field :is(input,textarea,select):focus{border-color:var(--accent);box-shadow:0 0 0 3px var(--tint)}
.field [aria-invalid]{border-color:var(--error)!important}
.error,.problem{color:var(--error);font-size:.87em;font-weight:550}
.error:empty,.problem:empty,.status:empty{display:none}
.consent{flex-direction:row;flex-wrap:wrap;gap:10px}
.consent>div{flex:1;font-size:.93em}.consent label{font-weight:400;font-size:1em}
.consent input{width:20px;height:20px;margin-block-start:1px;accent-color:var(--button)}
.consent .error{flex-basis:100%}
.hint{font-size:.83em;color:var(--quiet)}
`;
