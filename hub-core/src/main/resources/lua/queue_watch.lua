-- purpose: have whoever waits for events of a queue told, by a word on its pub/sub channel, that there are some
-- include: job
-- ARGV[3] for how long, in ms
-- result: {ok}; {unconfigured}
-- cost: O(1)
-- idempotent: yes
local settings = read_settings('ew')
if not settings then return {'unconfigured'} end
call('HSET', Q, 'ew', text(math.max(settings.ew or 0, NOW + ARGV[3])))
return {'ok'}
