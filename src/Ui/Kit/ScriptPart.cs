using Microsoft.JSInterop;

namespace Talentys.Ui.Kit;

/// <summary>A part of the page that a script draws: the module <c>js/NAME.js</c> makes it with <c>mount</c>, and it answers calls.</summary>
public sealed class ScriptPart(IJSRuntime js, string name) : IAsyncDisposable
{
    private IJSObjectReference? module;
    private IJSObjectReference? part;
    private bool gone;

    /// <summary>Whether it stands.</summary>
    public bool IsMounted => part is not null;

    /// <summary>Makes it.</summary>
    public async Task MountAsync(params object?[] arguments)
    {
        module = await js.InvokeAsync<IJSObjectReference>("import", $"./js/{name}.js");
        var made = await module.InvokeAsync<IJSObjectReference>("mount", arguments);
        part = made;
        if (gone)
        {
            // the page was left while the script was on its way
            await DisposeAsync();
        }
    }

    /// <summary>Tells it something; nothing happens where it does not stand.</summary>
    public async Task TellAsync(string method, params object?[] arguments)
    {
        if (part is not null)
        {
            await part.InvokeVoidAsync(method, arguments);
        }
    }

    /// <summary>Asks it something.</summary>
    public async Task<T?> AskAsync<T>(string method, params object?[] arguments) =>
        part is null ? default : await part.InvokeAsync<T>(method, arguments);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        gone = true;
        if (part is { } made)
        {
            part = null;
            await made.InvokeVoidAsync("dispose");
            await made.DisposeAsync();
        }

        if (module is { } loaded)
        {
            module = null;
            await loaded.DisposeAsync();
        }
    }
}
