-- purpose: tell what a consumer was set to, where it is and how it goes
-- include: consumer
-- result: {ok, epoch, the stream's last offset, offset up to which all was delivered, ack timeout, most without
--   acknowledgement, most deliveries, most kept, delivered, of these again, acknowledged, refused, dead, dead letters,
--   dead letters dropped, lost, undelivered, without acknowledgement, of these leased, now, publication of the oldest
--   entry without acknowledgement or ''}; {absent}
-- cost: O(log(without acknowledgement))
-- idempotent: yes
local stream = attune()
if not stream then return {'absent'} end
local own = call('HMGET', KEYS[4], 'at', 'mf', 'md', 'mr', 'n', 'r', 'a', 'x', 'dd', 'do', 'l')
for i = 1, 11 do own[i] = own[i] or '0' end
local now, lag, oldest = clock(), 0, nil
local floor = call('ZRANGE', KEYS[6], 0, 0)[1] or text(stream.cursor + 1)
local first = first_entry()
if stream.cursor < stream.last and first then
  local length = call('XLEN', KEYS[2])
  lag = offset_of(first) > stream.cursor and length or math.min(length, (stream.last - stream.cursor) % SKIP)
end
if first then
  oldest = call('XRANGE', KEYS[2], floor .. '-0', '+', 'COUNT', 1)[1]
end
return {'ok', stream.epoch, text(stream.last), text(stream.cursor), own[1], own[2], own[3], own[4], own[5], own[6], own[7],
  own[8], own[9], call('XLEN', LETTERS), own[10], own[11], lag, call('ZCARD', KEYS[5]),
  call('ZCOUNT', KEYS[5], '(' .. text(now), '+inf'), text(now), oldest and field(oldest, 'd') or ''}
