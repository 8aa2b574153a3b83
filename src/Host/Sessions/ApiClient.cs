using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Host.Sessions;

/// <summary>Speaks to the REST API; a problem in an answer becomes a <see cref="FaultException"/>.</summary>
internal sealed class ApiClient(HttpClient http) : IDisposable
{
    /// <summary>JSON as the API writes it.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Where the API is.</summary>
    public Uri Address => http.BaseAddress!;

    /// <summary>Gets a value.</summary>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        await ReadAsync<T>(await SendAsync(HttpMethod.Get, path, null, cancellationToken), cancellationToken);

    /// <summary>Posts a value and reads the answer.</summary>
    public async Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) =>
        await ReadAsync<T>(await SendAsync(HttpMethod.Post, path, body, cancellationToken), cancellationToken);

    /// <summary>Posts without reading an answer.</summary>
    public async Task PostAsync(string path, object? body, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body, cancellationToken);
    }

    /// <summary>Changes a part and reads the answer.</summary>
    public async Task<T> PatchAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        await ReadAsync<T>(await SendAsync(HttpMethod.Patch, path, body, cancellationToken), cancellationToken);

    /// <summary>Puts a value.</summary>
    public async Task PutAsync(string path, object? body, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Put, path, body, cancellationToken);
    }

    /// <summary>Deletes.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, null, cancellationToken);
    }

    /// <summary>All items of a paged list.</summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await GetAsync<Page<T>>(
                cursor is null ? path : $"{path}{separator}cursor={Uri.EscapeDataString(cursor)}", cancellationToken);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>Server-sent events.</summary>
    public async IAsyncEnumerable<SseItem<string>> EventsAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            yield return item;
        }
    }

    /// <summary>Sends a request; the caller reads the stream of the answer and disposes it.</summary>
    /// <exception cref="FaultException">The answer is a problem, or the server is not reachable.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, CancellationToken cancellationToken, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body, Json), Encoding.UTF8, "application/json");
        }

        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new FaultException(
                new Fault(FaultKind.Unavailable, "session.unreachable", $"The server at {Address} does not answer: {failure.Message}"), failure);
        }

        if (!answer.IsSuccessStatusCode)
        {
            using (answer)
            {
                throw await FailureAsync(answer, cancellationToken);
            }
        }

        return answer;
    }

    public void Dispose() => http.Dispose();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            return await answer.Content.ReadFromJsonAsync<T>(Json, cancellationToken)
                ?? throw new InvalidOperationException("The server answered null.");
        }
    }

    private static async Task<FaultException> FailureAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var kind = answer.StatusCode switch
        {
            HttpStatusCode.NotFound => FaultKind.NotFound,
            HttpStatusCode.Unauthorized => FaultKind.Unauthenticated,
            HttpStatusCode.Forbidden => FaultKind.Denied,
            HttpStatusCode.Conflict => FaultKind.Conflict,
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => FaultKind.Invalid,
            HttpStatusCode.ServiceUnavailable => FaultKind.Unavailable,
            _ => FaultKind.Failed,
        };
        try
        {
            if (await answer.Content.ReadFromJsonAsync<Problem>(Json, cancellationToken) is { Faults.Count: > 0 } problem)
            {
                return new FaultException([.. problem.Faults.Select(fault => new Fault(kind, fault.Code, fault.Message, fault.Place, fault.Mend))]);
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            // not ours: told below by its status
        }

        return new FaultException(new Fault(kind, "session.refused", $"The server answered {(int)answer.StatusCode} {answer.ReasonPhrase}."));
    }
}
