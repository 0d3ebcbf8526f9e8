/** The widget's styles, as text for a constructable style sheet: no host policy forbids it, and no host rule reaches in. */
export const style = `
:host{all:initial;position:fixed;z-index:2147483000;inset-block-end:0;inset-inline-end:0;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-family:var(--font,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif);font-size:var(--size,15px);color:var(--text);-webkit-text-size-adjust:100%}
*,*::before,*::after{box-sizing:border-box}
[hidden],.hidden{display:none!important}
.hidden-text{position:absolute!important;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
button,input,textarea,select{font:inherit;color:inherit;margin:0}
button{cursor:pointer;border:0;background:none;padding:0;touch-action:manipulation}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
h2,p,ul,ol,fieldset,legend{margin:0;padding:0;border:0}
.icon{fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none;display:block}
a{color:var(--accent);text-underline-offset:2px}
.badge{position:fixed;inset-block-end:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;display:flex;align-items:center;gap:10px;min-height:56px;padding:0 18px 0 20px;border-radius:28px;background:var(--badge);color:var(--badge-text);font-weight:600;box-shadow:0 2px 6px #0002,0 10px 28px #0000002e;transition:transform .18s,background .18s;animation:rise .35s cubic-bezier(.2,.9,.3,1.1)}
.badge:hover{background:var(--badge-deep);transform:translateY(-2px)}
.badge:focus-visible{outline:3px solid var(--text);outline-offset:3px;box-shadow:0 0 0 3px var(--surface)}
.badge.away{background:var(--surface);color:var(--text);border:1px solid var(--line)}
.badge.away .icon{color:var(--accent)}
.badge .count{position:absolute;inset-block-start:-5px;inset-inline-end:-3px;min-width:23px;height:23px;padding:0 6px;border-radius:12px;background:#C4221B;color:#fff;font-size:13px;line-height:21px;border:1px solid #fff;text-align:center;font-weight:700}
.classic .badge{border-radius:8px;min-height:48px}
.window{position:fixed;inset-block-end:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;width:376px;height:min(620px,calc(100vh - 40px));height:min(620px,calc(100dvh - 40px));display:flex;flex-direction:column;background:var(--surface);color:var(--text);border-radius:18px;overflow:hidden;box-shadow:0 0 0 1px #0000000d,0 6px 16px #00000014,0 24px 64px #00000038;animation:open .22s cubic-bezier(.2,.8,.3,1);transform-origin:100% 100%}
.window[dir=rtl]{transform-origin:0 100%}
.large .window{width:448px;height:min(760px,calc(100dvh - 40px))}
.classic .window{border-radius:6px}
.dark .window{box-shadow:0 0 0 1px var(--line),0 24px 64px #0009}
.full .window{inset:auto;left:0;right:0;top:var(--top,0);width:100%;height:var(--height,100dvh);border-radius:0;box-shadow:none}
.full .head{padding-block-start:calc(14px + env(safe-area-inset-top))}
.head{display:flex;align-items:center;gap:12px;padding:16px 10px 16px 18px;padding-inline:18px 10px;background:linear-gradient(135deg,var(--brand),var(--brand-deep));color:var(--brand-text);flex:none}
.head :focus-visible{outline-color:currentColor}
.head .logo{max-width:96px;height:40px;object-fit:contain;border-radius:6px}
.head .titles{flex:1;min-width:0}
.head .title{font-size:1.13em;font-weight:650;line-height:1.25;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.head .sub{font-size:.9em;line-height:1.35;overflow-wrap:anywhere}
.round{width:40px;height:40px;border-radius:50%;display:grid;place-items:center;flex:none;transition:background .15s}
.head .round:hover{background:#ffffff2b}
.head .tools{display:flex}
.classic .head{padding-block:5px;background:var(--brand)}
.classic .head .sub,.classic .head .avatar,.classic .head .logo{display:none}
.strip{display:none}
.classic .strip{display:flex;align-items:center;gap:12px;padding:12px 18px;border-bottom:1px solid var(--line);font-size:.93em;flex:none}
.classic .strip .logo{height:36px;max-width:120px;object-fit:contain}
.classic .strip:empty{display:none}
.avatar{position:relative;width:42px;height:42px;border-radius:50%;background:var(--tint);color:var(--accent);display:grid;place-items:center;font-weight:650;font-size:15px;overflow:hidden;flex:none}
.head .avatar{background:#ffffff;color:var(--brand)}
.avatar.small{width:28px;height:28px;font-size:11px;margin-block-start:auto}
.avatar img{position:absolute;inset:0;width:100%;height:100%;object-fit:cover;opacity:0}
.avatar.has-picture img{opacity:1}
.connection{flex:none;font-size:.87em;padding:7px 18px;background:var(--soft);border-bottom:1px solid var(--line);color:var(--text);text-align:center}
.main{position:relative;flex:1;min-height:0;display:flex;flex-direction:column}
.log{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;padding:18px 16px 10px;scrollbar-width:thin}
.log:focus-visible{outline-offset:-3px}
.day,.notice,.marker{text-align:center;font-size:.83em;color:var(--quiet);margin:16px 18px;text-wrap:pretty}
.day{font-weight:600;margin-block:8px 14px}
.marker{display:flex;align-items:center;gap:10px;color:var(--accent);font-weight:600;margin-inline:0}
.marker::before,.marker::after{content:"";flex:1;height:1px;background:currentColor;opacity:.4}
.greeting{padding:6px 2px 12px;font-size:1.25em;font-weight:650;line-height:1.3;text-wrap:balance}
.line{display:flex;gap:8px;margin-block-start:14px;max-width:100%;animation:come .2s}
.line.follows{margin-block-start:3px}
.line.follows .avatar{visibility:hidden}
.line.still,.line.pending.still{animation:none}
.line.own{justify-content:flex-end}
.stack{max-width:82%;display:flex;flex-direction:column;align-items:flex-start;min-width:0}
.own .stack{align-items:flex-end}
.author{font-size:.8em;color:var(--quiet);margin:0 4px 4px}
.author .name{font-weight:600}
.bubble{padding:9px 14px;border-radius:18px;background:var(--agent);color:var(--agent-text);overflow-wrap:anywhere;white-space:pre-wrap;min-width:0;max-width:100%}
.bubble p,.bubble ul,.bubble ol{margin-block:0 6px;white-space:normal}
.bubble p:last-child{margin:0}
.bubble ul,.bubble ol{padding-inline-start:20px}
.bubble a{color:inherit;text-decoration:underline}
.other .bubble{border-end-start-radius:5px}
.own .bubble{background:var(--visitor);color:var(--visitor-text);border-end-end-radius:5px}
.pending .bubble{opacity:.75}
.failed .bubble{background:var(--error-tint);color:var(--error);opacity:1}
.classic .bubble{border-radius:4px}
.classic .own .bubble{background:none;color:var(--text);padding-inline:4px}
.classic .line.own{justify-content:flex-start}
.classic .own .stack{align-items:flex-start;max-width:100%}
.classic .other .bubble{background:var(--agent)}
.classic .author .name{color:var(--accent)}
.classic .line .avatar{display:none}
.sign{display:flex;align-items:center;gap:4px;font-size:.77em;color:var(--quiet);margin:4px 4px 0}
.sign.read{color:var(--accent)}
.sign.failed{color:var(--error)}
.sign button{text-decoration:underline;padding:3px;font-weight:600}
.options{display:flex;flex-wrap:wrap;gap:8px;margin-block-start:10px}
.options button,.second{border:1.5px solid var(--accent);color:var(--accent);border-radius:20px;min-height:38px;padding:5px 15px;font-weight:600;transition:background .15s;text-align:start}
.options button:hover,.second:hover{background:var(--tint)}
.classic .options button,.classic .second,.classic .primary,.classic .plain{border-radius:5px}
.suggestions{margin-block-start:14px}
.suggestions p{font-size:.9em;color:var(--quiet);margin-block-end:8px}
.suggestions ul{list-style:none;display:grid;gap:6px}
.suggestions a{display:flex;justify-content:space-between;align-items:center;gap:10px;padding:11px 14px;border:1px solid var(--line);border-radius:12px;text-decoration:none;font-weight:550;color:var(--text);transition:border-color .15s,background .15s}
.suggestions a .icon{color:var(--accent)}
.suggestions a:hover{border-color:var(--accent);background:var(--tint)}
button.file{display:flex;gap:10px;align-items:center;text-align:start}
button.file small{display:block;opacity:.85}
.typing{display:flex;align-items:center;gap:8px;color:var(--quiet);font-size:.83em;margin:12px 4px 2px}
.dots{display:inline-flex;gap:3px;padding:8px 10px;border-radius:12px;background:var(--agent)}
.dots i{width:6px;height:6px;border-radius:50%;background:var(--quiet);animation:blink 1.2s infinite}
.dots i:nth-child(2){animation-delay:.2s}.dots i:nth-child(3){animation-delay:.4s}
.to-newest{position:absolute;inset-inline-end:16px;inset-block-end:12px;width:36px;height:36px;border-radius:50%;background:var(--surface);color:var(--text);display:grid;place-items:center;box-shadow:0 1px 3px #0003,0 4px 14px #0003}
.top{flex:none;margin:12px 14px 0;padding:13px 16px;border-radius:14px;background:var(--tint)}
.classic .top{border-radius:4px}
.top p{font-weight:600;text-wrap:pretty}
.top small{display:block;font-size:.87em;margin-block-start:3px;color:var(--text)}
.top button{margin-block-start:8px;font-weight:600;color:var(--accent);text-decoration:underline;text-underline-offset:3px;min-height:26px;font-size:.93em}
.bar{height:3px;border-radius:2px;margin-block-start:10px;overflow:hidden;background:#8883}
.bar i{display:block;height:100%;width:35%;border-radius:2px;background:var(--accent);animation:slide 2.2s ease-in-out infinite}
.composer{position:relative;flex:none;padding:8px 12px 10px}
.box{display:flex;align-items:flex-end;gap:0;border:1.5px solid var(--field);border-radius:24px;padding:3px 3px 3px 14px;padding-inline:14px 3px;background:var(--surface);transition:border-color .15s}
.classic .box{border-radius:6px}
.box:focus-within{border-color:var(--accent);box-shadow:0 0 0 3px var(--tint)}
.box textarea{flex:1;min-width:0;border:0;outline:0;background:none;resize:none;padding:8px 0;line-height:1.4;max-height:128px;scrollbar-width:thin}
textarea::placeholder,input::placeholder{color:var(--quiet);opacity:1}
.box .round{width:38px;height:38px;color:var(--quiet)}
.box .round:hover{color:var(--text)}
.box button.send{background:var(--button);color:var(--button-text)}
.box button.send:hover{color:var(--button-text);background:var(--button-deep)}
.box button.send[disabled]{background:var(--soft);color:var(--quiet);cursor:default}
.counter{font-size:.8em;color:var(--quiet);padding-inline:14px}
.counter:empty{display:none}.counter.over{color:var(--error);font-weight:600}
.picker{position:absolute;inset-inline:12px;inset-block-end:100%;max-height:240px;overflow-y:auto;background:var(--surface);border:1px solid var(--line);border-radius:14px;box-shadow:0 10px 30px #0003;padding:8px;z-index:2}
.picker div{display:grid;grid-template-columns:repeat(8,1fr)}
.picker div+div{border-top:1px solid var(--line);margin-block-start:6px;padding-block-start:6px}
.picker button{font-size:22px;line-height:1;aspect-ratio:1;border-radius:8px}
.picker button:hover{background:var(--tint)}
.scroll{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;scrollbar-width:thin}
.form{display:flex;flex-direction:column;gap:14px;padding:22px 20px 20px}
.form h2,.end h2{font-size:1.25em;font-weight:650;line-height:1.3;text-wrap:balance}
.form .message{white-space:pre-line;text-wrap:pretty}
.field{display:flex;flex-direction:column;gap:5px}
.field label,legend{font-size:.9em;font-weight:600}
.star-mark{color:var(--error)}
.field input:not([type=checkbox]),.field textarea,.field select{width:100%;min-height:44px;padding:9px 13px;border:1.5px solid var(--field);border-radius:10px;background:var(--surface);color:var(--text);outline:0;transition:border-color .15s,box-shadow .15s}
.classic .field input:not([type=checkbox]),.classic .field textarea,.classic .field select{border-radius:4px}
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
.buttons{display:flex;flex-direction:column;gap:6px}
.primary{min-height:46px;padding:8px 20px;border-radius:23px;background:var(--button);color:var(--button-text);font-weight:650;transition:background .15s}
.primary:hover{background:var(--button-deep)}
.primary[disabled],.second[disabled]{opacity:.6;cursor:default}
.plain{min-height:42px;font-weight:600;color:var(--accent);border-radius:21px}
.plain:hover{background:var(--tint)}
.beside{display:flex;gap:8px;align-items:center}.beside .second{flex:none}
.stars .row{display:flex;gap:4px;margin-block-start:6px;margin-inline-start:-5px}
.stars label{cursor:pointer;padding:5px;border-radius:10px;color:var(--field)}
.stars input{position:absolute;opacity:0;pointer-events:none}
.stars label.on{color:var(--star)}.stars label.on .icon{fill:currentColor}
.stars label:has(:focus-visible){outline:2px solid var(--accent)}
.stars label:hover{background:var(--tint)}
.meaning{display:block;min-height:1.45em;font-size:.9em;color:var(--quiet)}
.stars+.field,.stars .field{margin-block-start:4px}
.status{font-size:.9em;color:var(--text)}
.end{flex:none;padding:16px 20px 18px;text-align:center;border-top:1px solid var(--line);display:grid;gap:12px}
.end.alone{border:0;margin:auto;padding:30px 28px}
.end .icon{margin:0 auto;color:var(--accent)}
.foot{flex:none;text-align:center;font-size:.75em;color:var(--quiet);padding:0 0 calc(9px + env(safe-area-inset-bottom))}
.loading{margin:auto;color:var(--quiet);display:grid;justify-items:center;gap:10px}
.ask{position:absolute;inset:0;background:#0008;display:grid;align-items:end;z-index:5;animation:fade .15s}
.ask>div{background:var(--surface);padding:22px 20px;border-radius:18px 18px 0 0;display:grid;gap:14px;animation:come .2s}
.ask h2{font-size:1.1em;text-align:center}
@keyframes rise{from{opacity:0;transform:translateY(24px)}}
@keyframes open{from{opacity:0;transform:translateY(16px) scale(.96)}}
@keyframes come{from{opacity:0;transform:translateY(6px)}}
@keyframes fade{from{opacity:0}}
@keyframes blink{0%,60%,100%{opacity:.35}30%{opacity:1}}
@keyframes slide{from{transform:translateX(-100%)}to{transform:translateX(290%)}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}}
@media (forced-colors:active){.bubble,.badge,.primary,.box button.send{border:1px solid}}
@media (max-width:480px){.badge .label{max-width:180px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.box textarea,.field input,.field textarea,.field select{font-size:16px!important}}
`;
