-- purpose: tell whether children are still there whose parents have waited long for them, and have their parents told if they are over
-- include: job
-- include: job_seldom
-- ARGV[3] and following, 2 for each: flow; child
-- result: {ok, 1 if this queue has something to tell in turn, for each there, told where its parent is told how it ended, or gone};
--   {unconfigured}
-- cost: O(children)
-- idempotent: yes
if not read_settings() then return {'unconfigured'} end

local function check(flow, id)
  if call('HEXISTS', Q .. ':up', flow .. ' ' .. id) == 1 then
    outgoing = true
    return 'told'
  end
  local job = read_whole(id)
  if not job or not job.pq or job.pq:match(' (.+)$') ~= flow then return 'gone' end
  if not is_over(job) then return 'there' end
  tell_far(job, job.s, call('HGET', job_key(id), job.s == 'done' and 'r' or 'er') or '')
  return 'told'
end

local results = {}
for at = 3, #ARGV, 2 do results[#results + 1] = check(ARGV[at], ARGV[at + 1]) end
return {'ok', outgoing and 1 or 0, results}
