-- purpose: keep what a worker says of a job that it works on: how far it is, and lines of its log
-- include: job
-- include: job_seldom
-- ARGV[3] id
-- ARGV[4] epoch
-- ARGV[5] how far it is, JSON; '' for no word on that
-- ARGV[6] most lines that the log keeps
-- ARGV[7] and following, lines for the log
-- result: {ok, lines that were logged so far}; {stale} when it is not theirs any more
-- cost: O(lines)
-- idempotent: no
local id = ARGV[3]
local job = read_job(id)
if not job or job.s ~= 'active' or job.e ~= ARGV[4] then return {'stale'} end
local lines = #ARGV - 6
if lines > 0 or ARGV[5] ~= '' then
  job.sp = true
  write_job(job, job.s, 'fo', '1')
end
if ARGV[5] ~= '' then call('HSET', job_key(id), 'pg', ARGV[5]) end
if lines > 0 then
  local log, most = Q .. ':log:' .. id, tonumber(ARGV[6])
  for at = math.max(7, #ARGV - most + 1), #ARGV do call('RPUSH', log, NOW_TEXT .. ' ' .. ARGV[at]) end
  if most > 0 then call('LTRIM', log, -most, -1) end
  call('HSETNX', Q, 'kx', '1')
end
return {'ok', call('HINCRBY', job_key(id), 'ln', lines)}
