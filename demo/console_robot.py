"""Messages of a demonstration to group robots: printed, never sent."""

from demo.console_email import MARK


def post(host, path, body):
    """Print what would be sent to the service; what would stand in the address is nobody's business."""
    print(f"[{MARK}] {host}: {body.decode()}")
    return {"errcode": 0, "code": 0}
