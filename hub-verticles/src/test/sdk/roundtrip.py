"""A Python agent at one hub: it subscribes, publishes, and calls a verticle. Environment: HUB (base URL), TOKEN."""

import asyncio
import os

from centrifuge import Client, PublicationContext, SubscriptionEventHandler


async def main() -> None:
    received: asyncio.Future = asyncio.get_running_loop().create_future()

    class Events(SubscriptionEventHandler):
        async def on_publication(self, ctx: PublicationContext) -> None:
            if not received.done():
                received.set_result(ctx.pub.data)

    async def token() -> str:
        return os.environ["TOKEN"]

    url = os.environ["HUB"].replace("http", "ws", 1) + "/connection/websocket"
    client = Client(url, get_token=token, token=os.environ["TOKEN"], use_protobuf=False)
    subscription = client.new_subscription("demo:python", events=Events())
    await client.connect()
    await subscription.subscribe()
    await subscription.ready(10)
    await subscription.publish({"agent": "Zoë", "progress": 0.5})
    assert await asyncio.wait_for(received, 10) == {"agent": "Zoë", "progress": 0.5}
    answer = await client.rpc("relay", {"channel": "demo:python", "data": {"again": True}})
    assert answer.data == {}, answer.data
    await client.disconnect()
    print("ok: subscribed, published, called")


asyncio.run(asyncio.wait_for(main(), 30))
