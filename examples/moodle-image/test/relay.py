"""What `check` says about the mail relay."""

import base64
import socketserver
import ssl
import threading

from campus import Site
from case import Case, needs_moodle
from moodle import Browser

USER, PASSWORD = "AKIAEXAMPLE", "smtp-password-of-the-relay"


class Relay(socketserver.ThreadingTCPServer):
    """A relay with STARTTLS and AUTH LOGIN."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, authority, tls=True):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(authority.certificate, authority.key)
        self.tls, self.mails = tls, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass


class Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        link = self.request
        file = link.makefile("rwb", buffering=0)
        file.write(b"220-relay of the tests\r\n220 ready\r\n")
        while line := file.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "EHLO":
                file.write(b"250-relay\r\n250 STARTTLS\r\n")
            elif word == "STARTTLS" and self.server.tls:
                file.write(b"220 go ahead\r\n")
                link = self.server.context.wrap_socket(link, server_side=True)
                file = link.makefile("rwb", buffering=0)
            elif word == "AUTH":
                file.write(b"334 VXNlcm5hbWU6\r\n")
                user = base64.b64decode(file.readline()).decode()
                file.write(b"334 UGFzc3dvcmQ6\r\n")
                fine = (user, base64.b64decode(file.readline()).decode()) == (USER, PASSWORD)
                file.write(b"235 fine\r\n" if fine else b"535 Authentication Credentials Invalid\r\n")
            elif word == "QUIT":
                file.write(b"221 bye\r\n")
                break
            else:
                self.server.mails += word == "MAIL"
                file.write(b"502 not here\r\n")
        link.close()


class MailRelay(Case):
    def check(self, port, **changes):
        Site.hidden.append(PASSWORD)
        return self.site().run("check", **{"MOODLE_SMTP_HOST": "127.0.0.1", "MOODLE_SMTP_PORT": str(port), "MOODLE_SMTP_USER": USER,
                                           "MOODLE_SMTP_PASSWORD": PASSWORD, **changes})

    def relay(self, **options):
        relay = Relay(self.machine.authority, **options)
        self.addCleanup(relay.server_close)
        self.addCleanup(relay.shutdown)
        return relay

    def test_relay_answers(self):
        relay = self.relay()
        port = relay.server_address[1]
        self.assert_ends(self.check(port), 0, f"e-mail: 127.0.0.1:{port} accepts the user over TLS")
        self.assertEqual(relay.mails, 0)

    def test_no_mail_counts_as_sent_without_a_server(self):
        site = self.site()
        output = site.moodle("mail.php", "<?php var_dump(mail('anna@example.edu', 'Hello', 'text'));")
        self.assertIn("bool(false)", output)
        self.assertIn("A mail was not sent", output)

    @needs_moodle
    def test_moodle_without_a_server(self):
        site = self.installed()
        output = site.moodle("mail.php", """<?php
            define('CLI_SCRIPT', true);
            require getenv('MOODLE_CODE') . '/config.php';
            $user = get_admin();
            var_dump(email_to_user($user, core_user::get_noreply_user(), 'Hello', 'text'));""")
        self.assertIn("bool(false)", output)
        web = site.serve()
        browser = Browser(web)
        self.assertFalse("This site has no mail server" in browser.get("/", 200))
        self.assertTrue("This site has no mail server" in browser.sign_in("moodleadmin", site.environment["MOODLE_ADMIN_PASSWORD"]))

    def test_relay_refuses(self):
        port = self.relay().server_address[1]
        self.assert_ends(self.check(port, MOODLE_SMTP_PASSWORD="wrong"), 69, "535 Authentication Credentials Invalid")
        self.assert_ends(self.check(port, MOODLE_SMTP_HOST="localhost"), 69, "TLS fails")
        self.assert_ends(self.check(self.relay(tls=False).server_address[1]), 69, "it offers no TLS")
        self.assert_ends(self.check(1), 69, "e-mail: The mail relay 127.0.0.1:1 cannot be used")
