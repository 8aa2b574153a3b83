using Microsoft.JSInterop;

namespace Talentys.Ui.Shell;

/// <summary>What the page asks of the browser.</summary>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? module;

    private Task<IJSObjectReference> Module => module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/shell.js").AsTask();

    /// <summary>A text kept in this browser, or null.</summary>
    public ValueTask<string?> ReadAsync(string key) => js.InvokeAsync<string?>("localStorage.getItem", "talentys." + key);

    /// <summary>Keeps a text in this browser; a browser that refuses (full, private) is let be.</summary>
    public async Task KeepAsync(string key, string value) => await (await Module).InvokeVoidAsync("keep", "talentys." + key, value);

    /// <summary>Shows a theme, density, language and direction.</summary>
    public async Task ShowAsync(string theme, string density, string language, bool rightToLeft) =>
        await (await Module).InvokeVoidAsync("show", theme, density, language, rightToLeft ? "rtl" : "ltr");

    /// <summary>Whether the browser or the system wishes dark.</summary>
    public async Task<bool> PrefersDarkAsync() => await (await Module).InvokeAsync<bool>("prefersDark");

    /// <summary>Whether the window has room for a pane beside the content.</summary>
    public async Task<bool> IsWideAsync() => await (await Module).InvokeAsync<bool>("isWide");

    /// <summary>The browser's languages, the first one wished most.</summary>
    public async Task<string[]> LanguagesAsync() => await (await Module).InvokeAsync<string[]>("languages");

    /// <summary>Hears when the system's theme changes.</summary>
    public async Task WatchThemeAsync<T>(DotNetObjectReference<T> watcher)
        where T : class => await (await Module).InvokeVoidAsync("watchTheme", watcher);

    /// <summary>Hears the keyboard's shortcuts.</summary>
    public async Task ListenAsync<T>(DotNetObjectReference<T> listener)
        where T : class => await (await Module).InvokeVoidAsync("listen", listener);

    /// <summary>Puts a text into the clipboard. False when the browser refuses.</summary>
    public async Task<bool> CopyAsync(string text) => await (await Module).InvokeAsync<bool>("copy", text);

    /// <summary>Downloads from an address of the server.</summary>
    public async Task DownloadAsync(string url) => await (await Module).InvokeVoidAsync("download", url);

    /// <summary>Focuses the first element of a selector.</summary>
    public async Task FocusAsync(string selector) => await (await Module).InvokeVoidAsync("focus", selector);

    /// <summary>Takes the focus into a dialog and keeps it there; it goes back when the dialog is gone.</summary>
    public async Task EnterDialogAsync(Microsoft.AspNetCore.Components.ElementReference dialog) => await (await Module).InvokeVoidAsync("enterDialog", dialog);

    /// <summary>Hangs a menu below the end of an element, inside the window.</summary>
    public async Task HangAsync(string menu, string anchor) => await (await Module).InvokeVoidAsync("hang", menu, anchor);

    /// <summary>Scrolls an element of a list into view.</summary>
    public async Task RevealAsync(string selector) => await (await Module).InvokeVoidAsync("reveal", selector);

    /// <summary>The part of the address after <c>#</c>, which is taken away from it, so that it does not stay in the history.</summary>
    public async Task<string> TakeFragmentAsync() => await (await Module).InvokeAsync<string>("takeFragment");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (module is { IsCompletedSuccessfully: true })
        {
            await (await module).DisposeAsync();
        }
    }
}
