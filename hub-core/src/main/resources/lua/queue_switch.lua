-- purpose: let jobs start or not, and let them come or not; wake the instances that may have some after a change
-- include: job
-- include: job_seldom
-- ARGV[3] 1 when none is to start, 0 when they may, '' to leave that
-- ARGV[4] 1 when none is to come, 0 when they may, '' to leave that
-- result: {ok}; {unconfigured}
-- cost: O(jobs that may start, at most 1000, and O(instances))
-- idempotent: yes
local settings = read_settings()
if not settings then return {'unconfigured'} end
if ARGV[3] ~= '' then call('HSET', Q, 'paused', ARGV[3]) end
if ARGV[4] ~= '' then call('HSET', Q, 'closed', ARGV[4]) end
paused = paused and ARGV[3] ~= '0' or ARGV[3] == '1'
wake(math.min(1000, call('ZCARD', READY) + settings.gn))
return {'ok'}
