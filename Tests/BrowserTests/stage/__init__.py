"""The stage on which the stories are played: broker, worker, gateway, shop, people."""
