"""A server that takes webhooks and does nothing with them; it prints its address."""

from tests.api.receiver import Receiver

if __name__ == "__main__":
    receiver = Receiver()
    receiver.keeps = False
    print(receiver.address, flush=True)  # noqa: T201
    receiver.wait()
