"""What a worker does otherwise than kombu with its broker."""

from kombu.transport import redis


class QoS(redis.QoS):
    """Frees the place of a message whose acknowledgement was lost on the way.

    kombu (5.7) keeps it taken until the broker has heard of it, and nobody says so a second time.
    With as many places as processes, a broker that is silent for three seconds leaves a worker that
    is alive, answers its broker, and takes no message ever again. The message itself may come once
    more within the hour, which does no harm: it only says "look now".
    """

    def ack(self, delivery_tag):
        try:
            super().ack(delivery_tag)
        except BaseException:
            self._quick_ack(delivery_tag)
            raise

    def reject(self, delivery_tag, requeue=False):
        try:
            super().reject(delivery_tag, requeue)
        except BaseException:
            self._quick_ack(delivery_tag)
            raise


def install() -> None:
    """For every channel of this process, those by way of a sentinel too."""
    redis.Channel.QoS = QoS
