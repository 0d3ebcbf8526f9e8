"""A mail server for tests: takes mails into a folder, and fails as it is told.

What it does stands in the file "mode" of the folder, read anew at each step: "take", "refuse" (451 to RCPT), "reject"
(550 to RCPT), "die" (closes in the middle of a mail), "stall" (takes a mail, and says so only in another mode), "login" (535 to AUTH). Each mail is a file "N.eml" whose first
lines are its envelope; "N" counts what was taken. Once it listens, its port stands in the file "port".
"""
import asyncio
import base64
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
port = int(sys.argv[2])
count = 0


def mode():
    try:
        return (folder / "mode").read_text().strip() or "take"
    except FileNotFoundError:
        return "take"


async def serve(reader, writer):
    global count
    envelope = []

    def say(line):
        writer.write(line.encode() + b"\r\n")

    say("220 sink ready")
    while line := await reader.readline():
        command = line.decode("utf-8", "replace").strip()
        verb = command.upper()
        if verb.startswith("EHLO"):
            say("250-sink")
            if (folder / "auth").exists():
                say("250-AUTH PLAIN")
            say("250 SMTPUTF8")
        elif verb.startswith("AUTH PLAIN"):
            text = command[10:].strip()
            if not text:
                say("334 ")
                text = (await reader.readline()).decode().strip()
            login = base64.b64decode(text).decode().replace("\0", " ").strip()
            envelope.append("AUTH " + login)
            say("535 5.7.8 no such login" if mode() == "login" else "235 2.7.0 welcome")
        elif verb.startswith("RCPT") and mode() == "refuse":
            say("451 4.3.2 come back later")
        elif verb.startswith("RCPT") and mode() == "reject":
            address = command[command.find("<") + 1:command.find(">")]
            say("550 5.1.1 <" + address + ">: no such mailbox here")
        elif verb.startswith("MAIL") or verb.startswith("RCPT"):
            envelope.append(command)
            say("250 2.1.0 ok")
        elif verb == "DATA":
            say("354 go on")
            content = []
            while (line := await reader.readline()) not in (b".\r\n", b""):
                if mode() == "die" and len(content) > 3:
                    writer.close()
                    return
                content.append(line[1:] if line.startswith(b".") else line)
            if not line:
                return
            count += 1
            mail = folder / f"{count}.part"
            mail.write_bytes("".join(line + "\n" for line in envelope).encode() + b"\n" + b"".join(content))
            mail.rename(folder / f"{count}.eml")
            while mode() == "stall":
                await asyncio.sleep(0.02)
            say("250 2.0.0 taken")
        elif verb == "QUIT":
            say("221 2.0.0 bye")
            break
        else:
            say("250 ok")
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    place = folder / "port.part"
    place.write_text(str(server.sockets[0].getsockname()[1]))
    place.rename(folder / "port")
    await server.serve_forever()


asyncio.run(main())
