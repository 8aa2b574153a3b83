-- Questions about events of the kinds that the ClickBench benchmark asks: counts, distinct people, groups of few and of many values, texts,
-- first rows, and reports of one site. Where rows would tie the order says more, so that answers can be compared; 'rows' compares their number.

-- @query q01
select count(*) from hits

-- @query q02
select count(*) from hits where AdvEngineID <> 0

-- @query q03
select sum(AdvEngineID), count(*), avg(ResolutionWidth) from hits

-- @query q04
select avg(UserID) from hits

-- @query q05
select count(distinct UserID) from hits

-- @query q06
select count(distinct SearchPhrase) from hits

-- @query q07
select min(EventDate), max(EventDate) from hits

-- @query q08
select AdvEngineID, count(*) as c from hits where AdvEngineID <> 0 group by AdvEngineID order by c desc, AdvEngineID

-- @query q09
select RegionID, count(distinct UserID) as u from hits group by RegionID order by u desc, RegionID limit 10

-- @query q10
select RegionID, sum(AdvEngineID), count(*) as c, avg(ResolutionWidth), count(distinct UserID) from hits group by RegionID order by c desc, RegionID
limit 10

-- @query q11
select MobilePhoneModel, count(distinct UserID) as u from hits where MobilePhoneModel <> '' group by MobilePhoneModel order by u desc,
MobilePhoneModel limit 10

-- @query q12
select MobilePhone, MobilePhoneModel, count(distinct UserID) as u from hits where MobilePhoneModel <> '' group by MobilePhone, MobilePhoneModel order
by u desc, MobilePhone, MobilePhoneModel limit 10

-- @query q13
select SearchPhrase, count(*) as c from hits where SearchPhrase <> '' group by SearchPhrase order by c desc, SearchPhrase limit 10

-- @query q14
select SearchPhrase, count(distinct UserID) as u from hits where SearchPhrase <> '' group by SearchPhrase order by u desc, SearchPhrase limit 10

-- @query q15
select SearchEngineID, SearchPhrase, count(*) as c from hits where SearchPhrase <> '' group by SearchEngineID, SearchPhrase order by c desc,
SearchEngineID, SearchPhrase limit 10

-- @query q16
select UserID, count(*) as c from hits group by UserID order by c desc, UserID limit 10

-- @query q17
select UserID, SearchPhrase, count(*) as c from hits group by UserID, SearchPhrase order by c desc, UserID, SearchPhrase limit 10

-- @query q18 rows
select UserID, SearchPhrase, count(*) from hits group by UserID, SearchPhrase limit 10

-- @query q19
select UserID, extract(minute from EventTime) as m, SearchPhrase, count(*) as c from hits group by UserID, m, SearchPhrase order by c desc, UserID, m,
SearchPhrase limit 10

-- @query q20
select UserID from hits where UserID = 435090932899640449

-- @query q21
select count(*) from hits where URL like '%google%'

-- @query q22
select SearchPhrase, min(URL), count(*) as c from hits where URL like '%google%' and SearchPhrase <> '' group by SearchPhrase order by c desc,
SearchPhrase limit 10

-- @query q23
select SearchPhrase, min(URL), min(Title), count(*) as c, count(distinct UserID) from hits where Title like '%Google%' and URL not like '%.google.%'
and SearchPhrase <> '' group by SearchPhrase order by c desc, SearchPhrase limit 10

-- @query q24
select * from hits where URL like '%google%' order by EventTime, WatchID limit 10

-- @query q25
select SearchPhrase from hits where SearchPhrase <> '' order by EventTime, WatchID limit 10

-- @query q26
select SearchPhrase from hits where SearchPhrase <> '' order by SearchPhrase limit 10

-- @query q27
select SearchPhrase from hits where SearchPhrase <> '' order by EventTime, SearchPhrase limit 10

-- @query q28
select CounterID, avg(length(URL)) as l, count(*) as c from hits where URL <> '' group by CounterID having count(*) > {rows} / 1000 order by l desc,
CounterID limit 25

-- @query q29
select regexp_replace(Referer, '^https?://(?:www\.)?([^/]+)/.*$', '\1') as k, avg(length(Referer)) as l, count(*) as c, min(Referer) from hits where
Referer <> '' group by k having count(*) > {rows} / 1000 order by l desc, k limit 25

-- @query q30
select sum(ResolutionWidth), sum(ResolutionWidth + 1), sum(ResolutionWidth + 2), sum(ResolutionWidth + 3), sum(ResolutionWidth + 4),
sum(ResolutionWidth + 5), sum(ResolutionWidth + 6), sum(ResolutionWidth + 7), sum(ResolutionWidth + 8), sum(ResolutionWidth + 9), sum(ResolutionWidth
+ 10), sum(ResolutionWidth + 11), sum(ResolutionWidth + 12), sum(ResolutionWidth + 13), sum(ResolutionWidth + 14), sum(ResolutionWidth + 15),
sum(ResolutionWidth + 16), sum(ResolutionWidth + 17), sum(ResolutionWidth + 18), sum(ResolutionWidth + 19), sum(ResolutionWidth + 20),
sum(ResolutionWidth + 21), sum(ResolutionWidth + 22), sum(ResolutionWidth + 23), sum(ResolutionWidth + 24), sum(ResolutionWidth + 25),
sum(ResolutionWidth + 26), sum(ResolutionWidth + 27), sum(ResolutionWidth + 28), sum(ResolutionWidth + 29), sum(ResolutionWidth + 30),
sum(ResolutionWidth + 31), sum(ResolutionWidth + 32), sum(ResolutionWidth + 33), sum(ResolutionWidth + 34), sum(ResolutionWidth + 35),
sum(ResolutionWidth + 36), sum(ResolutionWidth + 37), sum(ResolutionWidth + 38), sum(ResolutionWidth + 39), sum(ResolutionWidth + 40),
sum(ResolutionWidth + 41), sum(ResolutionWidth + 42), sum(ResolutionWidth + 43), sum(ResolutionWidth + 44), sum(ResolutionWidth + 45),
sum(ResolutionWidth + 46), sum(ResolutionWidth + 47), sum(ResolutionWidth + 48), sum(ResolutionWidth + 49), sum(ResolutionWidth + 50),
sum(ResolutionWidth + 51), sum(ResolutionWidth + 52), sum(ResolutionWidth + 53), sum(ResolutionWidth + 54), sum(ResolutionWidth + 55),
sum(ResolutionWidth + 56), sum(ResolutionWidth + 57), sum(ResolutionWidth + 58), sum(ResolutionWidth + 59), sum(ResolutionWidth + 60),
sum(ResolutionWidth + 61), sum(ResolutionWidth + 62), sum(ResolutionWidth + 63), sum(ResolutionWidth + 64), sum(ResolutionWidth + 65),
sum(ResolutionWidth + 66), sum(ResolutionWidth + 67), sum(ResolutionWidth + 68), sum(ResolutionWidth + 69), sum(ResolutionWidth + 70),
sum(ResolutionWidth + 71), sum(ResolutionWidth + 72), sum(ResolutionWidth + 73), sum(ResolutionWidth + 74), sum(ResolutionWidth + 75),
sum(ResolutionWidth + 76), sum(ResolutionWidth + 77), sum(ResolutionWidth + 78), sum(ResolutionWidth + 79), sum(ResolutionWidth + 80),
sum(ResolutionWidth + 81), sum(ResolutionWidth + 82), sum(ResolutionWidth + 83), sum(ResolutionWidth + 84), sum(ResolutionWidth + 85),
sum(ResolutionWidth + 86), sum(ResolutionWidth + 87), sum(ResolutionWidth + 88), sum(ResolutionWidth + 89) from hits

-- @query q31
select SearchEngineID, ClientIP, count(*) as c, sum(IsRefresh), avg(ResolutionWidth) from hits where SearchPhrase <> '' group by SearchEngineID,
ClientIP order by c desc, SearchEngineID, ClientIP limit 10

-- @query q32
select WatchID, ClientIP, count(*) as c, sum(IsRefresh), avg(ResolutionWidth) from hits where SearchPhrase <> '' group by WatchID, ClientIP order by c
desc, WatchID, ClientIP limit 10

-- @query q33
select WatchID, ClientIP, count(*) as c, sum(IsRefresh), avg(ResolutionWidth) from hits group by WatchID, ClientIP order by c desc, WatchID, ClientIP
limit 10

-- @query q34
select URL, count(*) as c from hits group by URL order by c desc, URL limit 10

-- @query q35
select 1, URL, count(*) as c from hits group by 1, URL order by c desc, URL limit 10

-- @query q36
select ClientIP, ClientIP - 1, ClientIP - 2, ClientIP - 3, count(*) as c from hits group by ClientIP, ClientIP - 1, ClientIP - 2, ClientIP - 3 order
by c desc, ClientIP limit 10

-- @query q37
select URL, count(*) as views from hits where CounterID = 62 and EventDate >= date '2013-07-01' and EventDate <= date '2013-07-31' and DontCountHits =
0 and IsRefresh = 0 and URL <> '' group by URL order by views desc, URL limit 10

-- @query q38
select Title, count(*) as views from hits where CounterID = 62 and EventDate >= date '2013-07-01' and EventDate <= date '2013-07-31' and DontCountHits
= 0 and IsRefresh = 0 and Title <> '' group by Title order by views desc, Title limit 10

-- @query q39
select URL, count(*) as views from hits where CounterID = 62 and EventDate >= date '2013-07-01' and EventDate <= date '2013-07-31' and IsRefresh = 0
and IsLink <> 0 and IsDownload = 0 group by URL order by views desc, URL limit 10 offset 1000

-- @query q40
select TraficSourceID, SearchEngineID, AdvEngineID, case when SearchEngineID = 0 and AdvEngineID = 0 then Referer else '' end as src, URL as dst,
count(*) as views from hits where CounterID = 62 and EventDate >= date '2013-07-01' and EventDate <= date '2013-07-31' and IsRefresh = 0 group by
TraficSourceID, SearchEngineID, AdvEngineID, src, dst order by views desc, TraficSourceID, SearchEngineID, AdvEngineID, src, dst limit 10 offset 1000

-- @query q41
select URLHash, EventDate, count(*) as views from hits where CounterID = 62 and EventDate >= date '2013-07-01' and EventDate <= date '2013-07-31' and
IsRefresh = 0 and TraficSourceID in (-1, 6) and RefererHash = 3594120000172545465 group by URLHash, EventDate order by views desc, URLHash, EventDate
limit 10 offset 1

-- @query q42
select WindowClientWidth, WindowClientHeight, count(*) as views from hits where CounterID = 62 and EventDate >= date '2013-07-01' and EventDate <=
date '2013-07-31' and IsRefresh = 0 and DontCountHits = 0 and URLHash = 2868770270353813622 group by WindowClientWidth, WindowClientHeight order by
views desc, WindowClientWidth, WindowClientHeight limit 10 offset 100

-- @query q43
select date_trunc('minute', EventTime) as minute, count(*) as views from hits where CounterID = 62 and EventDate >= date '2013-07-14' and EventDate <=
date '2013-07-15' and IsRefresh = 0 and DontCountHits = 0 group by date_trunc('minute', EventTime) order by date_trunc('minute', EventTime) limit 10
offset 1000
