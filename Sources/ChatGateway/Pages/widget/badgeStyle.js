/** The styles of the badge and of what it stands in: no host policy forbids a sheet that is made by script, and no host rule reaches in. */
export const badgeStyle = `
:host{all:initial;position:fixed;z-index:2147483000;inset-block-end:0;inset-inline-end:0;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-family:var(--font,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif);font-size:var(--size,15px);color:var(--text);-webkit-text-size-adjust:100%}
*,*::before,*::after{box-sizing:border-box}
[hidden],.hidden{display:none!important}
.hidden-text{position:absolute!important;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
button,input,textarea,select{font:inherit;color:inherit;margin:0}
button{cursor:pointer;border:0;background:none;padding:0;touch-action:manipulation}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.icon{fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none;display:block}
.badge{position:fixed;inset-block-end:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;display:flex;align-items:center;gap:10px;min-height:56px;padding:0 18px 0 20px;border-radius:28px;background:var(--badge);color:var(--badge-text);font-weight:600;box-shadow:0 2px 6px #0002,0 10px 28px #0000002e;transition:transform .18s,background .18s;animation:rise .35s cubic-bezier(.2,.9,.3,1.1)}
.badge:hover{background:var(--badge-deep);transform:translateY(-2px)}
.badge:focus-visible{outline:3px solid var(--text);outline-offset:3px;box-shadow:0 0 0 3px var(--surface)}
.badge.away{background:var(--surface);color:var(--text);border:1px solid var(--line)}
.badge.away .icon{color:var(--accent)}
.badge .count{position:absolute;inset-block-start:-5px;inset-inline-end:-3px;min-width:23px;height:23px;padding:0 6px;border-radius:12px;background:#C4221B;color:#fff;font-size:13px;line-height:21px;border:1px solid #fff;text-align:center;font-weight:700}
.classic .badge{border-radius:8px;min-height:48px}
@keyframes rise{from{opacity:0;transform:translateY(24px)}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}}
`;
