using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components.WebAssembly.Http;
using Talentys.Contracts;

namespace Talentys.Ui.Api;

/// <summary>The one way to the server: the public HTTP API, as this page's user, in the chosen environment.</summary>
public sealed class ApiClient(HttpClient http, ServerLink link)
{
    private const string GuardHeader = "X-Talentys-Request";
    private const string EnvironmentHeader = "X-Talentys-Environment";

    /// <summary>How the API writes and reads JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Raised when the server does not know the session any more.</summary>
    public event Action? SignedOut;

    /// <summary>Environment that requests are about; empty for the project's default one.</summary>
    public string Environment { get; set; } = "";

    /// <summary>Reads.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        return await ReadAsync<T>(answer, cancellationToken);
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Reads bytes as they came.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Sends a body and reads the answer.</summary>
    /// <param name="method">POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">Path below the server, <c>api/v1/...</c>.</param>
    /// <param name="body">Body, sent as JSON; null for none.</param>
    /// <param name="headers">Further headers, <c>If-Match</c> for example.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, object? body, IReadOnlyDictionary<string, string>? headers = null, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(method, path, body, headers, cancellationToken);
        return await ReadAsync<T>(answer, cancellationToken);
    }

    /// <summary>Posts a body and reads the answer.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken = default) =>
        SendAsync<T>(HttpMethod.Post, path, body, null, cancellationToken);

    /// <summary>Posts a body and reads the answer; null where there is none.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public async Task<T?> PostOrNoneAsync<T>(string path, object body, CancellationToken cancellationToken)
        where T : class
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body, null, cancellationToken);
        return answer.StatusCode == HttpStatusCode.NoContent ? null : await ReadAsync<T>(answer, cancellationToken);
    }

    /// <summary>Sends a body to which there is no answer.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public async Task CallAsync(
        HttpMethod method, string path, object? body = null, IReadOnlyDictionary<string, string>? headers = null, CancellationToken cancellationToken = default)
    {
        using var answer = await SendAsync(method, path, body, headers, cancellationToken);
    }

    /// <summary>Opens a stream of server-sent events. Ends with the stream; the caller opens it again.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public IAsyncEnumerable<ServerEvent> EventsAsync(string path, CancellationToken cancellationToken) => EventsAsync(path, null, cancellationToken);

    /// <summary>Opens a stream of server-sent events, going on after an event. Ends with the stream; the caller opens it again.</summary>
    /// <exception cref="ApiException">The server refused, or does not answer.</exception>
    public async IAsyncEnumerable<ServerEvent> EventsAsync(
        string path, string? lastEventId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var headers = lastEventId is null ? null : new Dictionary<string, string> { ["Last-Event-ID"] = lastEventId };
        using var request = Request(HttpMethod.Get, path, null, headers);
        request.SetBrowserResponseStreamingEnabled(true);
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            yield return new ServerEvent(item.EventType, item.Data);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, IReadOnlyDictionary<string, string>? headers, CancellationToken cancellationToken)
    {
        using var request = Request(method, path, body, headers);
        return await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body, IReadOnlyDictionary<string, string>? headers)
    {
        var request = new HttpRequestMessage(method, path);
        request.SetBrowserRequestCredentials(BrowserRequestCredentials.SameOrigin);
        request.Headers.Add(GuardHeader, "1");
        if (Environment.Length > 0)
        {
            request.Headers.Add(EnvironmentHeader, Environment);
        }

        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), new MediaTypeHeaderValue("application/json"), Json);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, completion, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            link.Lost();
            throw ApiException.Unreachable(failure);
        }

        link.Answered();
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            var problem = await ProblemAsync(answer, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.Unauthorized && !request.RequestUri!.OriginalString.StartsWith("api/v1/session", StringComparison.Ordinal))
            {
                SignedOut?.Invoke();
            }

            throw new ApiException(problem);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        await answer.Content.ReadFromJsonAsync<T>(Json, cancellationToken)
        ?? throw new ApiException(ApiException.Strange((int)answer.StatusCode));

    private static async Task<Problem> ProblemAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
                && await answer.Content.ReadFromJsonAsync<Problem>(Json, cancellationToken) is { } problem)
            {
                return problem;
            }
        }
        catch (JsonException)
        {
            // a proxy's page, not an answer of ours: told as such below
        }

        return ApiException.Strange((int)answer.StatusCode);
    }
}
