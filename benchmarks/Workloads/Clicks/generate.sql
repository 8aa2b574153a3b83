-- Events of visits to web sites, in one wide table as web analytics keep them: few sites have most events, few people, pages and phrases
-- most of the rest. Values are hashes of the row's number, so that the same count gives the same rows. {rows} is the count.

-- @setup
set variable rows = cast({rows} as bigint);
set variable people = greatest(getvariable('rows') // 6, 10);
set variable phrases = greatest(getvariable('rows') // 40, 10);
create or replace temp macro draw(k, purpose, n) as cast(hash(cast(k as bigint) * 1000 + purpose) % n as bigint);
create or replace temp macro share(k, purpose) as (hash(cast(k as bigint) * 1000 + purpose) % 1000000007) / 1000000007.0::double;
-- a number from 0 to n - 1, small ones far more often: the share of those below x is (x / n) ^ (1 / power)
create or replace temp macro skewed(k, purpose, n, power) as cast(floor(n * pow(share(k, purpose), power)) as bigint);
-- one of the words that stand in a text, each in as many characters; lists are copied for each row
create or replace temp macro pick(words, width, k, purpose) as rtrim(substr(words, 1 + width * draw(k, purpose, length(words) // width), width));
create or replace temp macro word(kind, width, k, purpose) as pick(getvariable(kind), width, k, purpose);
create or replace temp macro pick_first(words, width, k, purpose) as rtrim(substr(words, 1 + width * skewed(k, purpose, length(words) // width, 2.5), width));
create or replace temp macro pick_number(words, width, k, purpose) as cast(pick_first(words, width, k, purpose) as integer);
create or replace temp macro signed(k, purpose) as cast(hash(cast(k as bigint) * 1000 + purpose) >> 1 as bigint);
create or replace temp macro digest(text) as cast(hash(text) >> 1 as bigint);

set variable sites = 'kino   auto   dom    foto   shop   news   sport  mail   forum  blog   video  music  games  travel weatherjob    '
    || 'bank   food   kids   health garden books  radio  maps   pets   ';
set variable pages = 'index  catalogview   articlelist   search item   page   topic  photo  album  offer  review map    cart   profile';
set variable words = 'buy      cheap    how      to       watch    online   free     download best     price    film     season   car      '
    || 'used     flat     rent     recipe   chicken  weather  tomorrow phone    review   song     lyrics   map      city     '
    || 'hotel    sea      ticket   train    dress    shoes    game     play     school   test     doctor   cold     dog      '
    || 'name     meaning  dream    photo    wallpapernew      year     gift     idea     ';
set variable phones = 'iPad      iPhone    Galaxy    Galaxy TabNexus 7   Lumia 520 Xperia    One X     Desire    Optimus   Ascend    '
    || 'BlackBerryAsha      Razr      ';
set variable widths = '1366192012801024144016001680768 320 800 11522560640 480 ';
set variable heights = '768 10801024900 800 600 1050480 864 1440720 960 ';
create or replace temp table seen as
    select i,
        -- sites stand together, as a store that is ordered by them has them; site 62 has eight events in a thousand
        case when i * 1000 // getvariable('rows') between 300 and 307 then 62 else cast(floor(6500 * pow(i / getvariable('rows')::double, 4)) as integer) end as site,
        skewed(i, 1, getvariable('people'), 2.5) as person, skewed(i, 2, 3000, 3.5) as page, draw(i, 3, 2678400) as second,
        case when draw(i, 4, 100) < 87 then -1 else skewed(i, 5, getvariable('phrases'), 3.0) end as phrase,
        case when draw(i, 6, 100) < 20 then -1 else skewed(i, 7, 40000, 2.5) end as source
    from range(getvariable('rows')) t(i);
create or replace temp table pages as
    select page, concat('.example/', word('pages', 7, page, 22), '/', page, case when page % 3 = 0 then '' else concat('?', word('words', 9, page, 23), '=', page * 37) end) as path,
        concat(word('words', 9, page, 24), ' ', word('words', 9, page, 25), ' ', word('words', 9, page, 26)) as title
    from range(3000) t(page);
create or replace temp table sources as
    select source, case when source < 0 then '' when draw(source, 28, 5) = 0 then concat('http://www.google.example/search?q=', source)
        else concat('http://', case when source % 2 = 0 then 'www.' else '' end, word('sites', 7, source, 29), source % 97, '.example/', word('pages', 7, source, 30), '/', source) end as referer
    from range(-1, 40000) t(source);
create or replace temp table phrases as
    select phrase, case when phrase < 0 then '' else
        concat_ws(' ', word('words', 9, phrase, 31), word('words', 9, phrase, 32), word('words', 9, phrase, 33), phrase) end as words
    from range(-1, getvariable('phrases')) t(phrase);
create or replace temp table sites as
    select site, pick(getvariable('sites'), 7, site, 34) || site as name from range(6500) t(site);

-- @table hits
select
    signed(i, 41) as "WatchID", cast(draw(person, 42, 20) > 0 as smallint) as "JavaEnable", title as "Title", cast(1 as smallint) as "GoodEvent",
    timestamp '2013-07-01' + to_seconds(second) as "EventTime", date '2013-07-01' + cast(second // 86400 as integer) as "EventDate", site as "CounterID",
    cast(draw(person, 43, 4000000000) - 2000000000 as integer) as "ClientIP",
    cast(case when draw(person, 44, 5) = 0 then 229 else 1 + skewed(person, 45, 5000, 4.0) end as integer) as "RegionID",
    435090932899640449 + (person - 1000) * 7919123457 as "UserID", cast(0 as smallint) as "CounterClass", cast(pick_number('2  44 5  35 0  10712 ', 3, person, 46) as smallint) as "OS",
    cast(pick_number('7 5 3 4 2 2882', 2, person, 47) as smallint) as "UserAgent", url as "URL", referer as "Referer",
    cast(draw(i, 48, 100) < 15 as smallint) as "IsRefresh", cast(draw(source, 49, 300) as smallint) as "RefererCategoryID",
    cast(draw(source, 50, 3000) as integer) as "RefererRegionID", cast(draw(page, 51, 300) as smallint) as "URLCategoryID", cast(draw(site, 52, 3000) as integer) as "URLRegionID",
    cast(pick_number(getvariable('widths'), 4, person, 53) as smallint) as "ResolutionWidth", cast(pick_number(getvariable('heights'), 4, person, 53) as smallint) as "ResolutionHeight",
    cast(case when draw(person, 54, 10) = 0 then 32 else 24 end as smallint) as "ResolutionDepth", cast(draw(person, 55, 12) as smallint) as "FlashMajor",
    cast(draw(person, 56, 9) as smallint) as "FlashMinor", cast(0 as smallint) as "NetMajor", cast(0 as smallint) as "NetMinor",
    cast(10 + draw(person, 57, 20) as smallint) as "UserAgentMajor", pick('D DE0 5 c ', 2, person, 58) as "UserAgentMinor", cast(1 as smallint) as "CookieEnable",
    cast(1 as smallint) as "JavascriptEnable", cast(draw(person, 59, 100) < 7 as smallint) as "IsMobile",
    cast(case when draw(person, 59, 100) < 7 then 1 + skewed(person, 60, 60, 2.5) else 0 end as smallint) as "MobilePhone",
    case when draw(person, 59, 100) < 6 then pick_first(getvariable('phones'), 10, person, 60) else '' end as "MobilePhoneModel", '' as "Params",
    cast(draw(person, 61, 4000000) as integer) as "IPNetworkID",
    cast(case when source < 0 then -1 when phrase >= 0 then 2 else pick_number('136405', 1, i, 62) end as smallint) as "TraficSourceID",
    cast(case when phrase < 0 then 0 else pick_number('2 3 131 507 4 12141722', 2, i, 63) end as smallint) as "SearchEngineID", words as "SearchPhrase",
    cast(case when draw(i, 64, 1000) < 7 then pick_number('2 271345443 625250', 2, i, 65) else 0 end as smallint) as "AdvEngineID",
    cast(draw(i, 66, 5) as smallint) as "IsArtifical", cast(200 + draw(i, 67, 1700) as smallint) as "WindowClientWidth",
    cast(200 + draw(i, 68, 900) as smallint) as "WindowClientHeight", cast(-1 + draw(person, 69, 24) * 60 as smallint) as "ClientTimeZone",
    timestamp '2013-07-01' + to_seconds(second + draw(person, 70, 7200)) as "ClientEventTime", cast(draw(person, 71, 6) as smallint) as "SilverlightVersion1",
    cast(draw(person, 72, 2) as smallint) as "SilverlightVersion2", cast(draw(person, 73, 70000) as integer) as "SilverlightVersion3",
    cast(0 as smallint) as "SilverlightVersion4", pick_first('windows            utf-8              windows-1251       utf-8;charset=utf-8', 19, site, 74) as "PageCharset",
    cast(1 + draw(site, 75, 400) as integer) as "CodeVersion", cast(draw(i, 76, 100) < 20 as smallint) as "IsLink", cast(draw(i, 77, 1000) < 3 as smallint) as "IsDownload",
    cast(draw(i, 78, 100) < 2 as smallint) as "IsNotBounce", signed(person, 79) as "FUniqID", '' as "OriginalURL", cast(draw(i, 80, 1073741824) as integer) as "HID",
    cast(0 as smallint) as "IsOldCounter", cast(draw(i, 81, 100) < 2 as smallint) as "IsEvent", cast(0 as smallint) as "IsParameter",
    cast(draw(i, 82, 100) < 5 as smallint) as "DontCountHits", cast(draw(i, 83, 50) = 0 as smallint) as "WithHash", pick_first('E5SFQ', 1, i, 84) as "HitColor",
    timestamp '2013-07-01' + to_seconds(second + 3600) as "LocalEventTime", cast(draw(person, 85, 60) as smallint) as "Age", cast(draw(person, 86, 3) as smallint) as "Sex",
    cast(draw(person, 87, 5) as smallint) as "Income", cast(draw(person, 88, 30000) as smallint) as "Interests", cast(draw(person, 89, 4) as smallint) as "Robotness",
    cast(draw(person, 90, 4000000000) - 2000000000 as integer) as "RemoteIP", cast(draw(i, 91, 30000) as integer) as "WindowName", cast(-1 as integer) as "OpenerName",
    cast(draw(i, 92, 50) - 1 as smallint) as "HistoryLength", pick_first('S5entrukkk', 2, person, 93) as "BrowserLanguage",
    pick_first('hcQRuaUSkz', 2, person, 94) as "BrowserCountry", '' as "SocialNetwork", '' as "SocialAction", cast(0 as smallint) as "HTTPError",
    cast(skewed(i, 95, 100000, 6.0) as integer) as "SendTiming", cast(skewed(i, 96, 10000, 8.0) as integer) as "DNSTiming",
    cast(skewed(i, 97, 10000, 5.0) as integer) as "ConnectTiming", cast(skewed(i, 98, 30000, 5.0) as integer) as "ResponseStartTiming",
    cast(skewed(i, 99, 30000, 4.0) as integer) as "ResponseEndTiming", cast(skewed(i, 100, 100000, 4.0) as integer) as "FetchTiming",
    cast(draw(source, 101, 12) as smallint) as "SocialSourceNetworkID", '' as "SocialSourcePage", cast(0 as bigint) as "ParamPrice", '' as "ParamOrderID",
    'NH' as "ParamCurrency", cast(0 as smallint) as "ParamCurrencyID", '' as "UTMSource", '' as "UTMCampaign", cast(draw(i, 102, 100) < 3 as smallint) as "HasGCLID",
    case when source = 5 then 3594120000172545465 else digest(referer) end as "RefererHash",
    case when page = 5 then 2868770270353813622 else digest(url) end as "URLHash", cast(draw(i, 105, 5) as integer) as "CLID"
from (
    select seen.*, concat('http://', sites.name, case when draw(site * 4001 + page, 21, 4000) = 0 then '.google' else '' end, pages.path) as url,
        concat(pages.title, case when draw(site * 4001 + page, 27, 3000) = 0 then ' - Google' else '' end, ' | ', sites.name) as title, referer, words
    from seen join pages using (page) join sites using (site) join sources using (source) join phrases using (phrase))
