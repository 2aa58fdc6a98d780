-- While a slot moves to another primary key by key, either has only some of the keys that lie beside KEYS[1]. Both refuse to look
-- for two keys that are not there: the script ends before it read or wrote anything, and may be sent again.
redis.call('EXISTS', KEYS[1] .. ':-', KEYS[1] .. ':--')
