-- purpose: forget a durable consumer with all that belongs to it; the stream no longer keeps anything for it
-- include: consumer
-- result: {1 if there was one}
-- cost: O(consumers of the stream), O(n) of what the stream lets go
-- idempotent: yes
local was = call('EXISTS', KEYS[4])
call('UNLINK', KEYS[4], KEYS[5], KEYS[6], KEYS[7], LETTERS)
if call('HDEL', KEYS[3], ARGV[1]) == 1 then
  need(position())
  wake()
end
return {was}
