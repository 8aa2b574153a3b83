using System.Text.Json;

namespace Talentys.Ui.Api;

/// <summary>An event of a stream.</summary>
/// <param name="Type">Its type, <c>run</c> for example.</param>
/// <param name="Data">Its data: JSON.</param>
public sealed record ServerEvent(string Type, string Data)
{
    /// <summary>Its data as a record.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Data, ApiClient.Json)!;
}
