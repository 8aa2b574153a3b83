using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Apache.Arrow.Ipc;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>The surfaces that there are.</summary>
internal static class Surfaces
{
    /// <summary>Each attempt goes over all of these.</summary>
    public static IReadOnlyList<ISurface> Main { get; } = [new InProcess(), new Http("application/json"), new WireSurface("wire, simple", WireSurface.Simple)];

    /// <summary>Each attempt goes over one of these; in the full lane over all.</summary>
    public static IReadOnlyList<ISurface> Others { get; } =
    [
        new KeptResults(), new WireSurface("wire, extended", WireSurface.ExtendedAsync), new WireSurface("wire, copy", WireSurface.Copy),
        new Http("text/csv"), new WireSurface("wire, cursor", WireSurface.Cursor), new WireSurface("wire, prepare", WireSurface.Prepared),
        new Http("application/vnd.apache.parquet"),
    ];

    /// <summary>The query path itself, as every surface calls it.</summary>
    private sealed class InProcess : ISurface
    {
        public string Name => "in process";

        public async Task<Told> AskAsync(PolicyServer server, string who, string sql, IReadOnlyList<object> parameters)
        {
            using var told = new MemoryStream();
            try
            {
                await using var rows = await server.Services.GetRequiredService<IQueries>().RunAsync(
                    new QueryOrder { Sql = sql, Principal = PolicyServer.PrincipalOf(who), Scope = PolicyServer.Scope, Surface = "test", Parameters = parameters },
                    CancellationToken.None);
                using var writer = new ArrowStreamWriter(told, rows.Schema, leaveOpen: true);
                await writer.WriteStartAsync();
                while (await rows.NextAsync(CancellationToken.None) is { } batch)
                {
                    using (batch)
                    {
                        await writer.WriteRecordBatchAsync(batch);
                    }
                }
            }
            catch (FaultException failure)
            {
                told.Write(Encoding.UTF8.GetBytes(string.Join('\n', failure.Faults)));
            }

            return new Told(told.ToArray(), null);
        }
    }

    private sealed class Http(string media) : ISurface
    {
        public string Name => media;

        public async Task<Told> AskAsync(PolicyServer server, string who, string sql, IReadOnlyList<object> parameters)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/query")
            {
                Content = JsonContent.Create(new QueryRequest(sql, parameters.Count == 0 ? null : JsonSerializer.SerializeToElement(parameters))),
            };
            request.Headers.Accept.ParseAdd(media);
            using var response = await server.Client(who).SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            return new Told(body, media == "application/json" ? Rows(response.IsSuccessStatusCode, body) : null);
        }

        private static string Rows(bool succeeded, byte[] body)
        {
            if (!succeeded)
            {
                return "none";
            }

            using var json = JsonDocument.Parse(body);
            return JsonSerializer.Serialize(json.RootElement.GetProperty("rows"));
        }
    }

    /// <summary>A result that a page looks at: its rows, what its columns hold, and its file.</summary>
    private sealed class KeptResults : ISurface
    {
        public string Name => "kept result";

        public async Task<Told> AskAsync(PolicyServer server, string who, string sql, IReadOnlyList<object> parameters)
        {
            var client = server.Client(who);
            using var started = await client.PostAsJsonAsync(
                "/api/v1/results", new QueryRequest(sql, parameters.Count == 0 ? null : JsonSerializer.SerializeToElement(parameters)));
            var told = new StringBuilder(await started.Content.ReadAsStringAsync());
            if (started.IsSuccessStatusCode)
            {
                var result = JsonSerializer.Deserialize<ResultDto>(told.ToString(), JsonSerializerOptions.Web)!;
                foreach (var path in new[] { "?waitMs=20000", "/rows?count=100", "/statistics?column=0", "/export?format=csv" })
                {
                    told.Append(await client.GetStringOrProblemAsync($"/api/v1/results/{result.Id}{path}"));
                }
            }

            return new Told(Encoding.UTF8.GetBytes(told.ToString()), null);
        }
    }

    private static async Task<string> GetStringOrProblemAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }
}
