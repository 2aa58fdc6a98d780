-- purpose: tell the jobs of a list in its order, a page at a time
-- include: job
-- include: job_seldom
-- include: job_view
-- ARGV[3] the list: a state or lease, or g:<group>
-- ARGV[4] rank or time of the last job of the page before, or ''
-- ARGV[5] its id
-- ARGV[6] most jobs
-- ARGV[7] most bytes of payloads and results; one job comes all the same
-- ARGV[8] 1 for the last ones first
-- result: {ok, what is known of each job, see include/job_view, where the page ends: rank or time and id, both '' where the list
--   does}
-- cost: O(jobs * their fields + log(jobs of the list)); more where many have the same time and the last job has left the list
-- idempotent: yes
local list, backwards = Q .. ':' .. ARGV[3], ARGV[8] == '1'
local most, bytes = tonumber(ARGV[6]), tonumber(ARGV[7])
local RANGE = backwards and 'ZREVRANGE' or 'ZRANGE'

-- The job that the page before ended with has left the list: behind those with its time that came before it.
local function behind(score, id)
  local from = backwards and call('ZCOUNT', list, '(' .. score, '+inf') or call('ZCOUNT', list, '-inf', '(' .. score)
  for _ = 1, 20 do
    local ties = call(RANGE, list, from, from + 499, 'WITHSCORES')
    for i = 1, #ties, 2 do
      if tonumber(ties[i + 1]) ~= tonumber(score) then return from end
      if backwards and ties[i] < id or not backwards and ties[i] > id then return from end
      from = from + 1
    end
    if #ties == 0 then return from end
  end
  return from
end

local function start()
  if ARGV[4] == '' then return 0 end
  local rank = call('ZSCORE', list, ARGV[5]) == ARGV[4] and call(backwards and 'ZREVRANK' or 'ZRANK', list, ARGV[5])
  return rank and rank + 1 or behind(ARGV[4], ARGV[5])
end

local views, score, last = {}, '', ''
local from = start()
local found = call(RANGE, list, from, from + most, 'WITHSCORES')
for i = 1, math.min(#found, most * 2), 2 do
  local view, size = view_of(found[i])
  if #views > 0 and bytes < size then return {'ok', views, score, last} end
  if view then views[#views + 1] = view end
  bytes, last, score = bytes - size, found[i], found[i + 1]
end
if #found <= most * 2 then score, last = '', '' end
return {'ok', views, score, last}
