-- purpose: keep what a worker says of a job that it works on: how far it is, and lines of its log
-- include: job
-- ARGV[3] id
-- ARGV[4] epoch
-- ARGV[5] how far it is, JSON; '' for no word on that
-- ARGV[6] most lines that a log keeps
-- ARGV[7] and following, lines for the log
-- result: {ok, lines of the log so far}; {stale} when it is not theirs any more
-- cost: O(lines)
-- idempotent: no
local id = ARGV[3]
local job = read_job(id, 'e')
if not job or job.s ~= 'active' or job.e ~= ARGV[4] then return {'stale'} end
if ARGV[5] ~= '' then call('HSET', job_key(id), 'pg', ARGV[5], 'fo', '1', 'sp', '1') end
local lines = 0
if #ARGV > 6 then
  local log = Q .. ':log:' .. id
  for at = 7, #ARGV do lines = call('RPUSH', log, text(NOW) .. ' ' .. ARGV[at]) end
  call('LTRIM', log, -tonumber(ARGV[6]), -1)
  lines = call('HINCRBY', job_key(id), 'ln', #ARGV - 6)
  call('HSET', job_key(id), 'fo', '1', 'sp', '1')
end
return {'ok', lines}
