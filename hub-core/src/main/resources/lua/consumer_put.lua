-- purpose: make a durable consumer of a stream, or change the settings of one
-- include: consumer
-- ARGV[8] ack timeout in ms
-- ARGV[9] most deliveries without acknowledgement
-- ARGV[10] most deliveries of one publication; 0 for no limit
-- ARGV[11] most entries that the stream keeps for it
-- ARGV[12] where a new one begins: new, earliest, or the offset after which
-- ARGV[13] Lua pattern of the channels that it takes from a feed; empty for all
-- ARGV[14] most consumers of one stream
-- result: {created | updated | full | beyond, offset up to which all was delivered or the stream's last one, epoch}
-- cost: O(consumers of the stream)
-- idempotent: yes
local stream = position()
local cursor = tonumber((call('HGET', KEYS[4], 'c')))
local outcome = cursor and 'updated' or 'created'
if not cursor then
  if call('HLEN', KEYS[3]) >= tonumber(ARGV[14]) then return {'full', ARGV[14], stream.epoch} end
  cursor = tonumber(ARGV[12]) or stream.last
  if cursor > stream.last then return {'beyond', text(stream.last), stream.epoch} end
  if ARGV[12] == 'earliest' then
    local first = first_entry()
    if first then cursor = previous_of(first) end
  end
  call('UNLINK', KEYS[5], KEYS[6], KEYS[7], LETTERS)
  call('HSET', KEYS[4], 'b', stream.life, 'e', stream.epoch, 'c', text(cursor))
end
call('HSET', KEYS[4], 'at', ARGV[8], 'mf', ARGV[9], 'md', ARGV[10], 'mr', ARGV[11], 'f', ARGV[13])
attune()
settle(stream)
wake()
return {outcome, call('HGET', KEYS[4], 'c'), stream.epoch}
