/** The widget's styles, as text for a constructable style sheet: no host policy forbids it, and no host rule reaches in. */
export const style = `
h2,p,ul,ol,fieldset,legend{margin:0;padding:0;border:0}
a{color:var(--accent);text-underline-offset:2px}
.window{position:fixed;inset-block-end:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;width:376px;height:min(620px,calc(100dvh - 40px));display:flex;flex-direction:column;background:var(--surface);color:var(--text);border-radius:18px;overflow:hidden;box-shadow:0 0 0 1px #0000000d,0 6px 16px #00000014,0 24px 64px #00000038;animation:open .22s cubic-bezier(.2,.8,.3,1);transform-origin:100% 100%}
.large .window{width:448px;height:min(760px,calc(100dvh - 40px))}
.classic .window{border-radius:6px}
.dark .window{box-shadow:0 0 0 1px var(--line),0 24px 64px #0009}
.full .window{inset:auto;left:0;right:0;top:var(--top,0);width:100%;height:var(--height,100dvh);border-radius:0;box-shadow:none}
.full .head{padding-block-start:calc(14px + env(safe-area-inset-top))}
.head{display:flex;align-items:center;gap:12px;padding:16px;padding-inline:18px 10px;background:linear-gradient(135deg,var(--brand),var(--brand-deep));color:var(--brand-text);flex:none}
.head :focus-visible{outline-color:currentColor}
.head .logo{max-width:96px;height:40px;object-fit:contain;border-radius:6px}
.head .titles{flex:1;min-width:0}
.head .title{font-size:1.13em;font-weight:650;line-height:1.25;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.head .sub{font-size:.9em;line-height:1.35;overflow-wrap:anywhere}
.round{width:40px;height:40px;border-radius:50%;display:grid;place-items:center;flex:none;transition:background .15s}
.head .round:hover{background:#ffffff2b}
.head .tools{display:flex}
.classic .head{padding-block:5px;background:var(--brand)}
.classic .head .sub,.classic .head>span{display:none}
.strip{display:none}
.classic .strip{display:flex;align-items:center;gap:12px;padding:12px 18px;border-bottom:1px solid var(--line);font-size:.93em;flex:none}
.classic .strip .logo{height:36px;max-width:120px;object-fit:contain}
.classic .strip:empty{display:none}
.avatar{position:relative;width:42px;height:42px;border-radius:50%;background:var(--tint);color:var(--accent);display:grid;place-items:center;font-weight:650;font-size:15px;overflow:hidden;flex:none}
.head .avatar{background:#ffffff;color:var(--brand)}
.avatar.small{width:28px;height:28px;font-size:11px;margin-block-start:auto}
.line:has(.options) .avatar.small{margin-block:24px auto}
.avatar img{position:absolute;inset:0;width:100%;height:100%;object-fit:cover;opacity:0}
.avatar.has-picture img{opacity:1}
.connection{flex:none;font-size:.87em;padding:7px 18px;background:var(--soft);border-bottom:1px solid var(--line);text-align:center}
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
.line.still{animation:none}
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
.top small{display:block;font-size:.87em;margin-block-start:3px}
.top button{margin-block-start:8px;font-weight:600;color:var(--accent);text-decoration:underline;text-underline-offset:3px;min-height:26px;font-size:.93em}
.bar{height:3px;border-radius:2px;margin-block-start:10px;overflow:hidden;background:#8883}
.bar i{display:block;height:100%;width:35%;border-radius:2px;background:var(--accent);animation:slide 2.2s ease-in-out infinite}
.composer{position:relative;flex:none;padding:8px 12px 10px}
.box{display:flex;align-items:flex-end;border:1.5px solid var(--field);border-radius:24px;padding:3px;padding-inline:14px 3px;background:var(--surface);transition:border-color .15s}
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
.scroll{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;scrollbar-width:thin}
.buttons{display:flex;flex-direction:column;gap:6px}
.primary{min-height:46px;padding:8px 20px;border-radius:23px;background:var(--button);color:var(--button-text);font-weight:650;transition:background .15s}
.primary:hover{background:var(--button-deep)}
.primary[disabled],.second[disabled]{opacity:.6;cursor:default}
.plain{min-height:42px;font-weight:600;color:var(--accent);border-radius:21px}
.plain:hover{background:var(--tint)}
.end{flex:none;padding:16px 20px 18px;text-align:center;border-top:1px solid var(--line);display:grid;gap:12px}
.end.alone{border:0;margin:auto;padding:30px 28px}
.end .icon{margin:0 auto;color:var(--accent)}
.foot{flex:none;text-align:center;font-size:.75em;color:var(--quiet);padding:0 0 calc(9px + env(safe-area-inset-bottom))}
@keyframes open{from{opacity:0;transform:translateY(16px) scale(.96)}}
@keyframes come{from{opacity:0;transform:translateY(6px)}}
@keyframes blink{0%,60%,100%{opacity:.35}30%{opacity:1}}
@keyframes slide{from{transform:translateX(-100%)}to{transform:translateX(290%)}}
@media (prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important}}
@media (forced-colors:active){.bubble,.badge,.primary,.box button.send{border:1px solid}}
@media (max-width:480px){.badge .label{max-width:180px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.box textarea,.field :is(input,textarea,select){font-size:16px!important}}
`;
