# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Run from the folder above: ``python -m unittest client.wire_test``."""

import unittest

from .wire import DELIMITER, Wire, WireError, content_of, parent_of


class WireTest(unittest.TestCase):
    """Messages against the protocol's own rules."""

    def test_read_takes_a_request_apart_behind_identities(self) -> None:
        wire = Wire("key")
        request = wire.request("execute_request", {"code": "pass"})
        message = wire.read([b"identity", *request.frames, b"buffer"])
        self.assertEqual(message.kind(), "execute_request")
        self.assertEqual(message.body(), {"code": "pass"})
        self.assertIn(request.id, message.header)

    def test_read_refuses_another_key_and_a_changed_part(self) -> None:
        frames = Wire("key").request("kernel_info_request").frames
        with self.assertRaises(WireError):
            Wire("other").read(frames)
        with self.assertRaises(WireError):
            Wire("key").read([*frames[:-1], b'{"changed":1}'])

    def test_malformed_frames_raise_an_error_that_counts_them(self) -> None:
        for frames in ([], [b"x"], [DELIMITER, b"s", b"{}"]):
            for read in (Wire("key").read, parent_of, content_of):
                with self.assertRaisesRegex(WireError, f"in {len(frames)} frames"):
                    read(frames)

    def test_requests_of_one_wire_have_different_ids(self) -> None:
        wire = Wire("key")
        self.assertEqual(len({wire.request("a").id for _ in range(100)}), 100)


if __name__ == "__main__":
    unittest.main()
